import jpegTurbo from '@julusian/jpeg-turbo';
import type { WallPicture, WallSnapshot, WallSource, WallTile } from '../model.js';

// A CommonJS module whose constants Node does not find as named exports.
const { compressSync, FORMAT_RGB, SAMP_420 } = jpegTurbo;

/** A plain colour as a JPEG. */
export function colourJpeg(red: number, green: number, blue: number, width = 160, height = 90): Uint8Array {
  const raw = Buffer.alloc(width * height * 3);
  for (let at = 0; at < raw.length; at += 3) raw.set([red, green, blue], at);
  return compressSync(raw, { format: FORMAT_RGB, width, height, subsampling: SAMP_420, quality: 95 });
}

/** Something like a desktop: a wallpaper, a window with lines of text, and a bar; `seed` changes all of them. */
export function desktopJpeg(seed: number, width = 320, height = 180): Uint8Array {
  const raw = Buffer.alloc(width * height * 3);
  const hue = (seed * 47) % 256;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inWindow = x > width * 0.15 && x < width * 0.8 && y > height * 0.12 && y < height * 0.8;
      const isText = inWindow && y % 6 < 2 && (x * 7 + Math.floor(y / 6) * 31 + seed * 13) % 11 < 6;
      const wallpaper = [hue, (y + seed * 5) & 255, (x >> 1) & 255];
      const colour = isText ? [40, 44, 52] : inWindow ? [235, 235, 240] : y > height * 0.93 ? [20, 20, 28] : wallpaper;
      raw.set(colour, (y * width + x) * 3);
    }
  }
  return compressSync(raw, { format: FORMAT_RGB, width, height, subsampling: SAMP_420, quality: 70 });
}

/** A tile with everything that a test does not care about. */
export function fakeTile(tile: Partial<WallTile> & { studentId: string }): WallTile {
  const consent = { screen: true, voice: false, camera: false };
  return { name: tile.studentId, deviceName: 'LAB1-PC01', state: 'live', since: 0, consent, picture: null, ...tile };
}

/** A source without a network, whose time stands still until it is set. */
export class FakeSource implements WallSource {
  time = 0;
  closed = false;
  readonly calls: string[] = [];
  failWith: Error | null = null;
  #snapshot: WallSnapshot;
  readonly #listeners = new Set<(changed: ReadonlySet<string> | 'all') => void>();

  constructor(tiles: readonly WallTile[], rest: Partial<WallSnapshot> = {}) {
    this.#snapshot = {
      lecture: { id: 'lec_1', title: '자료구조 (A)' },
      lesson: { id: 'les_1', startedAt: 0 },
      waiting: 0,
      alarms: null,
      tiles,
      connection: 'connected',
      ...rest,
    };
  }

  snapshot(): WallSnapshot {
    return this.#snapshot;
  }

  /** Changes the whole wall. */
  update(change: Partial<WallSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener('all');
  }

  /** Changes one tile. */
  updateTile(studentId: string, change: Partial<WallTile>): void {
    const tiles = this.#snapshot.tiles.map((tile) => (tile.studentId === studentId ? { ...tile, ...change } : tile));
    this.#snapshot = { ...this.#snapshot, tiles };
    for (const listener of this.#listeners) listener(new Set([studentId]));
  }

  /** Gives a student a new picture. */
  show(studentId: string, jpeg: Uint8Array): void {
    const before = this.#snapshot.tiles.find((tile) => tile.studentId === studentId)?.picture;
    const picture: WallPicture = { version: (before?.version ?? 0) + 1, jpeg, capturedAt: this.time };
    this.updateTile(studentId, { picture });
  }

  subscribe(listener: (changed: ReadonlySet<string> | 'all') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async acceptWaiting(): Promise<{ accepted: number }> {
    this.#record('accept');
    const accepted = this.#snapshot.waiting;
    this.update({ waiting: 0 });
    return { accepted };
  }

  async startLesson(): Promise<void> {
    this.#record('start');
    this.update({ lesson: { id: 'les_2', startedAt: this.time } });
  }

  async endLesson(): Promise<void> {
    this.#record('end');
    this.update({ lesson: null });
  }

  viewStudent(studentId: string | null): void {
    this.calls.push(`view ${studentId}`);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  now(): number {
    return this.time;
  }

  #record(call: string): void {
    this.calls.push(call);
    if (this.failWith) throw this.failWith;
  }
}
