import { glyphSize, litBlocks, textWidth } from './block-font.js';
import type { Frame, ScreenSource } from './source.js';

export interface TestPatternOptions {
  /** Drawn in large letters; also chooses the hue. */
  label: string;
  width?: number;
  height?: number;
  /** Milliseconds since 1970; the pattern is a function of its second alone. */
  now: () => number;
}

/**
 * A screen that is made up: the label, the time of day (UTC), and a disc that goes round once a minute, on a background
 * whose hue comes from the label. Changes once a second.
 */
export function createTestPattern({ label, width = 1280, height = 720, now }: TestPatternOptions): ScreenSource {
  const pixels = Buffer.from(new ArrayBuffer(width * height * 4));
  const frame: Frame = { width, height, stride: width, pixels };
  let shown: number | undefined;
  return {
    name: 'test-pattern',
    async grab(fresh = false) {
      const second = Math.floor(now() / 1000);
      if (second === shown && !fresh) return { kind: 'unchanged' };
      shown = second;
      draw(frame, label, second);
      return { kind: 'frame', frame };
    },
    close: async () => undefined,
  };
}

function draw(frame: Frame, label: string, second: number): void {
  const { width, height, pixels } = frame;
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const hue = hueOf(label);
  for (let y = 0; y < height; y++) {
    words.fill(bgrx(hue, 0.55, 0.14 + (0.22 * y) / height), y * width, (y + 1) * width);
  }
  const bright = bgrx(hue, 0.75, 0.72);
  drawDisc(words, frame, second, bright);
  drawText(words, frame, label, 0.1, 0.28, bgrx(hue, 0.3, 0.92));
  drawText(words, frame, new Date(second * 1000).toISOString().slice(11, 19), 0.55, 0.2, bright);
}

/** A text across the middle, its top and height as shares of the picture; narrowed to nine tenths of the width. */
function drawText(
  words: Uint32Array,
  { width, height }: Frame,
  text: string,
  top: number,
  tall: number,
  color: number,
) {
  const fitting = Math.floor((width * 0.9) / Math.max(1, textWidth(text)));
  const block = Math.max(1, Math.min(fitting, Math.floor((height * tall) / glyphSize.height)));
  const left = Math.floor((width - textWidth(text) * block) / 2);
  for (const { column, row } of litBlocks(text)) {
    const x = left + column * block;
    const y = Math.floor(height * top) + row * block;
    fillRectangle(words, width, height, x, y, block, block, color);
  }
}

function drawDisc(words: Uint32Array, { width, height }: Frame, second: number, color: number): void {
  const angle = (second % 60) * (Math.PI / 30) - Math.PI / 2;
  const radius = Math.max(1, Math.round(height / 16));
  const centreX = Math.round(width / 2 + Math.cos(angle) * (width / 2 - 2 * radius));
  const centreY = Math.round(height / 2 + Math.sin(angle) * (height / 2 - 2 * radius));
  for (let y = -radius; y <= radius; y++) {
    const half = Math.floor(Math.sqrt(radius * radius - y * y));
    fillRectangle(words, width, height, centreX - half, centreY + y, 2 * half + 1, 1, color);
  }
}

function fillRectangle(
  words: Uint32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  across: number,
  down: number,
  color: number,
): void {
  const left = Math.max(0, x);
  const right = Math.min(width, x + across);
  for (let row = Math.max(0, y); row < Math.min(height, y + down); row++) {
    if (left < right) words.fill(color, row * width + left, row * width + right);
  }
}

/** Neighbouring labels get hues far apart: steps of the golden angle from a hash. */
function hueOf(label: string): number {
  let hash = 0;
  for (const character of label) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return (hash * 137.508) % 360;
}

/** A colour (degrees; shares of one) as a BGRX word. */
function bgrx(hue: number, saturation: number, lightness: number): number {
  const channel = (offset: number): number => {
    const k = (offset + hue / 30) % 12;
    const value = lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value);
  };
  return (channel(0) << 16) | (channel(8) << 8) | channel(4);
}
