import { type Tile, writeTiles } from '@didacto/sdk/live';
import type { AgentClock } from '../agent-clock.js';
import { drawWindow } from './draw-window.js';
import type { LiveScreen, Look } from './live-screen.js';
import { changeMs, type PictureSender, type SenderEvents } from './picture-sender.js';
import { type RoughTiles, roughTiles } from './rough-tiles.js';
import { senderLoop, type Turns } from './sender-loop.js';
import { createTileEncoder, moving, packTiles, resting } from './tile-encoder.js';

export interface TileSenderOptions extends SenderEvents {
  readonly screen: LiveScreen;
  /** Resolves when there is room for the next; false: there is nobody to take it. */
  readonly send: (bytes: Uint8Array) => Promise<boolean>;
  readonly clock: AgentClock;
  /** Begins above what an earlier sender of this room used. */
  readonly firstSequence: number;
}

/** A monitor shows 60 a second; a little more, so that whoever draws as often is not found one late ever again. */
const frameMs = 1000 / 64;
/** A screen that is away is looked at so often. */
const awayMs = 500;
/** A viewer that has drawn nothing for so long has lost what was sent. */
const lostMs = 3_000;

type Changed = Look & { kind: 'changed' };
type Picture = Changed['picture'];

interface Canvas {
  readonly picture: Picture;
  readonly encode: ReturnType<typeof createTileEncoder>;
  readonly rough: RoughTiles;
}

/** Sends what changed as JPEG tiles, as fast as the link takes and the viewer draws them, and nothing while it rests. */
export function tileSender(options: TileSenderOptions): PictureSender & { sequence(): number } {
  const { screen, clock, onPicture } = options;
  const window = drawWindow();
  let sequence = options.firstSequence;
  let isWholeDue = true;
  /** Not before. */
  let nextAt = 0;
  /** Of the last look. */
  let capturedAt = 0;
  let canvas: Canvas | undefined;

  const send = async (tiles: readonly Tile[], { width, height }: Picture, isWhole: boolean): Promise<void> => {
    const messages = packTiles(tiles);
    const at = clock.monotonic();
    let bytes = 0;
    for (const [index, part] of messages.entries()) {
      const isComplete = index === messages.length - 1;
      sequence += 1;
      const message = writeTiles({
        sequence,
        capturedAt,
        width,
        height,
        whole: isWhole,
        complete: isComplete,
        tiles: part,
      });
      bytes += message.length;
      if (isComplete) window.sent({ sequence, bytes, at });
      if (await options.send(message)) continue;
      window.forget();
      isWholeDue = true;
      return;
    }
  };
  const show = async (look: Changed): Promise<void> => {
    if (canvas?.picture !== look.picture) canvas = canvasOf(look.picture);
    onPicture(look.picture, null);
    canvas.rough.mark(look.regions, clock.monotonic());
    await send(canvas.encode(look.regions, moving), look.picture, look.isWhole);
  };
  const sharpen = async (): Promise<void> => {
    const due = canvas?.rough.takeDue(clock.monotonic()) ?? [];
    if (canvas && due.length > 0) await send(canvas.encode(due, resting), canvas.picture, false);
  };
  const turn = async ({ pause, isStopped }: Turns): Promise<number> => {
    const now = clock.monotonic();
    if (now < nextAt) return nextAt - now;
    if (!window.isOpen()) {
      if (now - window.waitingSince() < lostMs) return lostMs;
      window.forget();
      isWholeDue = true;
    }
    const change = isWholeDue ? undefined : screen.nextChange(changeMs);
    if (change !== undefined) await pause(changeMs, change);
    if (isStopped()) return 0;
    // A look that came late may be followed by an early one: else a screen that draws as often is found late from then on.
    nextAt = Math.max(nextAt, clock.monotonic() - frameMs / 2) + frameMs;
    capturedAt = clock.wall();
    const isWhole = isWholeDue;
    isWholeDue = false;
    const look = await screen.look(isWhole);
    if (look.kind === 'unavailable') {
      isWholeDue = true;
      onPicture(null, `${look.reason}: ${look.detail}`);
      return awayMs;
    }
    if (look.kind === 'changed') await show(look);
    await sharpen();
    return nextAt - clock.monotonic();
  };
  const loop = senderLoop(clock, turn);
  const wakeIfOpen = () => {
    if (window.isOpen()) loop.wake();
  };
  return {
    sequence: () => sequence,
    refresh() {
      window.forget();
      isWholeDue = true;
      loop.wake();
    },
    drawn(drawn) {
      const wasOpen = window.isOpen();
      window.drawn(drawn, clock.monotonic());
      if (!wasOpen) wakeIfOpen();
    },
    bitrate: window.bitrate,
    stop: loop.stop,
  };
}

const canvasOf = (picture: Picture): Canvas => ({
  picture,
  encode: createTileEncoder(picture.shown, picture.width),
  rough: roughTiles(picture),
});
