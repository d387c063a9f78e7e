import { type Language, messages } from '../i18n/index.js';
import { safeJson, safeText } from '../output/safe-text.js';
import { fitText, textWidth } from './fit-text.js';
import { alarmLine, headerLine } from './frame-text.js';
import { fitPicture, GAP } from './layout.js';
import type { WallSnapshot, WallTile } from './model.js';
import { createPalette, plainPalette } from './palette.js';
import { type JpegDecoder, loadJpegDecoder, type RgbImage } from './picture/decode-jpeg.js';
import { downscale } from './picture/downscale.js';
import { CSI, HALF_BLOCK, RESET_STYLE } from './screen/ansi.js';
import { trueColour } from './screen/colour-codec.js';
import { consentText, STATE_SIGNS, showsPicture, TILE_STATES, tileAge, tileLabel, type Wording } from './tile-text.js';

/** How the wall is printed once. */
export interface RenderOnceOptions {
  json: boolean;
  /** Columns to keep to. */
  width: number;
  lang: Language;
  /** Colours, and with them small pictures. */
  colour: boolean;
  /** The server's time in epoch milliseconds, for the ages. */
  now: number;
}

const PICTURE = { columns: 32, rows: 9 };

/** The wall at one moment as text, or as JSON with stable fields and no pixels; ends with a newline. */
export async function renderOnce(snapshot: WallSnapshot, options: RenderOnceOptions): Promise<string> {
  if (options.json) return `${safeJson(jsonOf(snapshot), 2)}\n`;
  const palette = options.colour ? createPalette('truecolor') : plainPalette;
  const { now, lang: language, width } = options;
  const wording: Wording = { now, language, texts: messages(language).wall, palette };
  const decode = options.colour ? await loadJpegDecoder() : null;
  const body = decode
    ? pictureLines(snapshot.tiles, width, decode, wording)
    : tableLines(snapshot.tiles, width, wording);
  const alarms = alarmLine(snapshot, width, wording);
  const head = [headerLine(snapshot, width, wording), ...(alarms === null ? [] : [alarms]), ''];
  return `${[...head, ...body].map((line) => line.trimEnd()).join('\n')}\n`;
}

const isoTime = (time: number) => new Date(time).toISOString();

function jsonOf(snapshot: WallSnapshot) {
  const { lecture, lesson, waiting, alarms, connection } = snapshot;
  return {
    lecture,
    lesson: lesson && { id: lesson.id, startedAt: isoTime(lesson.startedAt) },
    connection,
    waiting,
    alarms,
    counts: Object.fromEntries(
      TILE_STATES.map((state) => [state, snapshot.tiles.filter((tile) => tile.state === state).length]),
    ),
    students: snapshot.tiles.map((tile) => ({
      studentId: tile.studentId,
      name: tile.name,
      deviceName: tile.deviceName,
      state: tile.state,
      reason: tile.reason ?? null,
      since: isoTime(tile.since),
      consent: tile.consent,
      picture: tile.picture && {
        version: tile.picture.version,
        bytes: tile.picture.jpeg.length,
        capturedAt: isoTime(tile.picture.capturedAt),
      },
    })),
  };
}

function tableLines(tiles: readonly WallTile[], width: number, { now, texts }: Wording): string[] {
  const { name, device, state, age, consent } = texts.columns;
  const rows = tiles.map((tile) => [
    safeText(tile.name),
    safeText(tile.deviceName ?? '-'),
    `${STATE_SIGNS[tile.state]} ${texts.states[tile.state]}${tile.reason ? ` (${texts.panels[tile.reason]})` : ''}`,
    tileAge(tile, now, texts),
    consentText(tile, texts),
  ]);
  const table = [[name, device, state, age, consent], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => textWidth(row[column] ?? ''))));
  // What does not fit is taken from names and device names, the only columns without an upper bound.
  const limit = Math.max(8, Math.floor((width - (widths[2] ?? 0) - (widths[3] ?? 0) - 8) / 2));
  const fitted = widths.map((needed, column) => (column < 2 ? Math.min(needed, limit) : needed));
  return table.map((row) => row.map((cell, column) => fitText(cell, fitted[column] ?? textWidth(cell))).join('  '));
}

function pictureLines(tiles: readonly WallTile[], width: number, decode: JpegDecoder, wording: Wording): string[] {
  const perRow = Math.max(1, Math.floor((width + GAP) / (PICTURE.columns + GAP)));
  const lines: string[] = [];
  for (let at = 0; at < tiles.length; at += perRow) {
    const row = tiles.slice(at, at + perRow);
    const blocks = row.map((tile) =>
      pictureBlock(showsPicture(tile) && tile.picture ? decode(tile.picture.jpeg) : null),
    );
    for (let line = 0; line < PICTURE.rows; line += 1)
      lines.push(blocks.map((block) => block[line]).join(' '.repeat(GAP)));
    lines.push(row.map((tile) => tileLabel(tile, PICTURE.columns, false, wording)).join(' '.repeat(GAP)), '');
  }
  return lines;
}

/** A picture as lines of half-blocks, or as many blank lines. */
function pictureBlock(image: RgbImage | null): string[] {
  const blank = ' '.repeat(PICTURE.columns);
  if (image === null) return Array.from({ length: PICTURE.rows }, () => blank);
  const box = fitPicture({ column: 0, row: 0, ...PICTURE }, image.width, image.height);
  const { data } = downscale(image, box.columns, box.rows * 2);
  const colourAt = (x: number, y: number) => {
    const at = (y * box.columns + x) * 3;
    return trueColour.encode(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
  };
  const cell = (x: number, y: number) =>
    `${CSI}${trueColour.foreground(colourAt(x, y))};${trueColour.background(colourAt(x, y + 1))}m${HALF_BLOCK}`;
  return Array.from({ length: PICTURE.rows }, (_, row) => {
    const line = row - box.row;
    if (line < 0 || line >= box.rows) return blank;
    const cells = Array.from({ length: box.columns }, (_, x) => cell(x, line * 2)).join('');
    const margin = ' '.repeat(box.column);
    return `${margin}${cells}${RESET_STYLE}${' '.repeat(PICTURE.columns - box.columns - box.column)}`;
  });
}
