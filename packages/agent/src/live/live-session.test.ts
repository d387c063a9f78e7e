import { createRequire } from 'node:module';
import type { RoomControl } from '@didacto/sdk/contract';
import type { TileMessage } from '@didacto/sdk/live';
import { afterEach, describe, expect, it } from 'vitest';
import { type AgentClock, systemClock } from '../agent-clock.js';
import type { ScreenSource } from '../capture/source.js';
import { noLog } from '../log.js';
import { type FakeRoom, fakeRoom, person } from '../testing/fake-room.js';
import { ulid } from '../testing/samples.js';
import { until } from '../testing/until.js';
import { type LiveDesk, type LiveSession, liveSession } from './live-session.js';
import { changeMs } from './picture-sender.js';

const jpegTurbo: typeof import('@julusian/jpeg-turbo') = createRequire(import.meta.url)('@julusian/jpeg-turbo');
const [width, height] = [200, 136];
const watch = { type: 'watch', transport: 'auto', maxWidth: 1920, maxHeight: 1080 } as const;

/** A screen that the test draws on. @param tells whether it says when it is drawn on */
function paper({ tells = false } = {}) {
  const words = new Int32Array(width * height).fill(0x203040);
  const pixels = Buffer.from(words.buffer);
  const seen = { open: 0, grabs: 0, waits: 0 };
  let tell = () => {};
  let isDrawn = false;
  const openSource = (): ScreenSource => {
    seen.open += 1;
    return {
      name: 'paper',
      async grab(fresh) {
        seen.grabs += 1;
        if (!isDrawn && !fresh) return { kind: 'unchanged' };
        isDrawn = false;
        return { kind: 'frame', frame: { width, height, stride: width, pixels } };
      },
      nextChange() {
        if (!tells) return undefined;
        seen.waits += 1;
        return isDrawn ? Promise.resolve() : new Promise((resolve) => (tell = resolve));
      },
      async close() {
        seen.open -= 1;
      },
    };
  };
  const fill = (left: number, top: number, side: number, colour: number) => {
    for (let y = top; y < top + side; y++) words.fill(colour, y * width + left, y * width + left + side);
    isDrawn = true;
    tell();
  };
  return { words, seen, openSource, fill };
}

interface DeskScript {
  shows: boolean;
  says: boolean;
}

function fakeDesk(script: DeskScript = { shows: true, says: true }) {
  const calls: string[] = [];
  const played: Uint8Array[] = [];
  const lose = { watched: () => {}, control: () => {} };
  const desk: LiveDesk = {
    mayPlayUnseen: false,
    async showWatched(name, lost) {
      calls.push(`watched by ${name}`);
      lose.watched = lost;
      return script.shows;
    },
    async endWatched() {
      calls.push('not watched');
    },
    async showNotice(name, lost) {
      calls.push(`controlled by ${name}`);
      lose.control = lost;
      return script.shows;
    },
    async endNotice() {
      calls.push('not controlled');
    },
    async ask(name, signal) {
      calls.push(`asked for ${name}`);
      return script.says && !signal.aborted;
    },
    async play() {
      calls.push('play');
      return {
        take: (bytes) => void played.push(bytes),
        async end() {
          calls.push('released');
          return played.length;
        },
      };
    },
    setClipboard: (text) => void calls.push(`clipboard ${text}`),
  };
  return { desk, calls, played, lose, script };
}

const started: LiveSession[] = [];
afterEach(() => Promise.all(started.splice(0).map((session) => session.stop())));

function begin({ room = fakeRoom(), screen = paper(), desk = fakeDesk(), clock = systemClock } = {}) {
  const { openSource } = screen;
  const session = liveSession({
    ...{ room, openSource, openTrack: undefined, desk: desk.desk, clock, log: noLog() },
    onChange: () => undefined,
  });
  started.push(session);
  return { room, screen, desk, session };
}

/** What a viewer sees of tile messages. */
function drawnFrom(messages: readonly TileMessage[]): Uint8Array {
  const out = new Uint8Array(width * height * 4);
  for (const { tiles } of messages) {
    for (const { x, y, width: wide, height: tall, jpeg } of tiles) {
      const { data } = jpegTurbo.decompressSync(Buffer.from(jpeg), { format: jpegTurbo.FORMAT_BGRX });
      for (let row = 0; row < tall; row++)
        out.set(data.subarray(row * wide * 4, (row + 1) * wide * 4), ((y + row) * width + x) * 4);
    }
  }
  return out;
}

function meanError(words: Int32Array, seen: Uint8Array): number {
  const bytes = new Uint8Array(words.buffer);
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4)
    for (let colour = 0; colour < 3; colour++) sum += Math.abs((bytes[i + colour] ?? 0) - (seen[i + colour] ?? 0));
  return sum / (width * height * 3);
}

const drawAll = ({ seen }: FakeRoom, room: FakeRoom) => {
  const last = seen.tiles.at(-1);
  if (last) room.say({ type: 'drawn', sequence: last.sequence });
};

describe('a live picture', () => {
  it('is not looked at before somebody is there, asks for it, and the student has been told', async () => {
    const { room, screen, desk } = begin();
    expect(screen.seen).toMatchObject({ open: 0, grabs: 0 });
    room.meet(2);
    await until(() => desk.calls.includes(`watched by ${person.name}`));
    expect(screen.seen).toMatchObject({ open: 0, grabs: 0 });
    room.say(watch);
    await until(() => room.seen.tiles.length > 0);
    expect(room.seen.tiles[0]).toMatchObject({ whole: true, complete: true, width, height });
    expect(room.seen.messages).toContainEqual({ type: 'sending', transport: 'tiles', width, height });
  });

  it('is the screen, tile by tile, but for what JPEG loses', async () => {
    const { room, screen } = begin();
    room.meet(2);
    room.say(watch);
    room.onSent = () => drawAll(room, room);
    await until(() => room.seen.tiles.length > 0);
    for (let step = 1; step <= 5; step++) {
      const before = room.seen.tiles.length;
      screen.fill(step * 20, step * 10, 24, 0x101010 * step);
      await until(() => room.seen.tiles.length > before);
      const changed = room.seen.tiles.slice(before).flatMap(({ tiles }) => tiles);
      const area = changed.reduce((sum, tile) => sum + tile.width * tile.height, 0);
      expect(area).toBeLessThan(width * height);
    }
    expect(meanError(screen.words, drawnFrom(room.seen.tiles))).toBeLessThan(3);
  });

  it('rests when the screen does: it is sharpened once, and nothing more is sent', async () => {
    const { room, screen } = begin();
    room.meet(2);
    room.say(watch);
    room.onSent = () => drawAll(room, room);
    await until(() => room.seen.tiles.length >= 2);
    const error = meanError(screen.words, drawnFrom(room.seen.tiles));
    expect(error).toBeLessThan(1);
    const { grabs } = screen.seen;
    await until(() => screen.seen.grabs > grabs + 60);
    expect(room.seen.tiles).toHaveLength(2);
  });

  it('is looked at when a screen that can tell has changed, and not before', async () => {
    // What is waited for at most never comes: only the change ends the wait.
    const after: AgentClock['after'] = (ms, run) => systemClock.after(ms === changeMs ? 1e9 : ms, run);
    const { room, screen } = begin({ screen: paper({ tells: true }), clock: { ...systemClock, after } });
    room.meet(2);
    room.say(watch);
    room.onSent = () => drawAll(room, room);
    await until(() => screen.seen.waits > 0);
    for (let step = 1; step <= 5; step++) {
      const { grabs, waits } = screen.seen;
      expect([grabs, waits, room.seen.tiles.length]).toEqual([step, step, step]);
      screen.fill(step * 20, step * 10, 24, 0x101010 * step);
      await until(() => screen.seen.waits > waits);
    }
  });

  it('waits for a viewer that draws slowly, and then shows the newest', async () => {
    const { room, screen } = begin();
    room.meet(2);
    room.say(watch);
    await until(() => room.seen.tiles.length === 1);
    for (let step = 0; room.seen.tiles.length < 3; step++) {
      screen.fill(0, 0, 30, 0x010101 * step);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { grabs } = screen.seen;
    screen.fill(100, 60, 30, 0xffffff);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([room.seen.tiles.length, screen.seen.grabs]).toEqual([3, grabs]);
    room.onSent = () => drawAll(room, room);
    drawAll(room, room);
    await until(() => room.seen.tiles.length > 3);
    expect(meanError(screen.words, drawnFrom(room.seen.tiles))).toBeLessThan(3);
  });

  it.each(['pause', 'peer', 'consent', 'notice'] as const)('ends at once: %s', async (why) => {
    const { room, screen, desk } = begin();
    room.meet(2);
    room.say(watch);
    await until(() => room.seen.tiles.length > 0);
    if (why === 'pause') room.say({ type: 'pause' });
    if (why === 'peer') room.meet(null);
    if (why === 'consent') room.consentTo(false);
    desk.script.shows = false;
    if (why === 'notice') desk.lose.watched();
    await until(() => screen.seen.open === 0);
    if (why === 'peer') await until(() => desk.calls.at(-1) === 'not watched');
  });

  it('is not sent where the student cannot be told', async () => {
    const desk = fakeDesk({ shows: false, says: true });
    const { room, screen } = begin({ desk });
    room.meet(2);
    room.say(watch);
    await until(() => desk.calls.length > 0);
    room.say({ type: 'ping', id: 7 });
    await until(() => room.seen.messages.some(({ type }) => type === 'pong'));
    expect([screen.seen.open, room.seen.tiles.length]).toEqual([0, 0]);
  });

  it('comes whole to another viewer, and to one whose picture broke', async () => {
    const { room } = begin();
    room.onSent = () => drawAll(room, room);
    room.meet(2);
    room.say(watch);
    await until(() => room.seen.tiles.length >= 2);
    room.meet(3);
    room.say(watch);
    await until(() => room.seen.tiles.filter(({ whole }) => whole).length === 2);
    room.say({ type: 'refresh' });
    await until(() => room.seen.tiles.filter(({ whole }) => whole).length === 3);
  });

  it('ends with its room, also where what was sent last waits for a way that is lost', async () => {
    const { room, screen, session } = begin();
    let giveUp: (value?: unknown) => void = () => undefined;
    room.delivery = new Promise((resolve) => {
      giveUp = resolve;
    });
    // As a room does: what nobody can take any more is settled when it is left.
    const { close } = room;
    room.close = async () => {
      giveUp();
      await close();
    };
    room.meet(2);
    room.say(watch);
    await until(() => room.seen.tiles.length > 0);
    await session.stop();
    expect([screen.seen.open, room.seen.closed]).toEqual([0, 1]);
  });

  it('is as small as the viewer asks', async () => {
    const { room } = begin();
    room.meet(2);
    room.say({ ...watch, maxWidth: 100, maxHeight: 100 });
    await until(() => room.seen.tiles.length > 0);
    expect(room.seen.tiles[0]).toMatchObject({ width: 100, height: 68 });
  });
});

describe('control', () => {
  const control = (state: 'asked' | 'on', number = 1): RoomControl => ({
    id: `ctl_${ulid.slice(0, -1)}${number}`,
    state,
    by: person,
    fence: 2,
    since: new Date(0).toISOString(),
  });

  it('is shown, played and counted', async () => {
    const { room, desk } = begin();
    room.meet(2);
    room.change(control('on'));
    await until(() => desk.calls.includes('play'));
    room.emit('data', 'input', new Uint8Array([1]));
    room.emit('data', 'input', new Uint8Array([2]));
    room.change(null);
    await until(() => room.seen.endings.length > 0);
    expect(desk.played).toHaveLength(2);
    expect(room.seen.endings).toEqual([2]);
    expect(desk.calls.slice(-2)).toEqual(['released', 'not controlled']);
    room.emit('data', 'input', new Uint8Array([3]));
    expect(desk.played).toHaveLength(2);
  });

  it('loses nothing that comes while mouse and keyboard are being opened', async () => {
    const { room, desk } = begin();
    room.meet(2);
    room.change(control('on'));
    for (const input of [1, 2]) room.emit('data', 'input', new Uint8Array([input]));
    expect(desk.calls).not.toContain('play');
    await until(() => desk.played.length === 2);
    room.emit('data', 'input', new Uint8Array([3]));
    expect(desk.played.map(([input]) => input)).toEqual([1, 2, 3]);
  });

  it.each([true, false])('is asked for, and the student says %s', async (says) => {
    const { room, desk } = begin({ desk: fakeDesk({ shows: true, says }) });
    room.meet(2);
    room.change(control('asked'));
    await until(() => room.seen.answers.length > 0);
    expect(room.seen.answers).toEqual([says]);
    room.emit('data', 'input', new Uint8Array([1]));
    expect([desk.played.length, desk.calls.includes('play')]).toEqual([0, false]);
  });

  it('is given back where the student cannot be shown it', async () => {
    const { room, desk } = begin({ desk: fakeDesk({ shows: false, says: true }) });
    room.meet(2);
    room.change(control('on'));
    await until(() => room.seen.endings.length > 0);
    expect(desk.calls).not.toContain('play');
  });

  it('is given back when its notice goes away', async () => {
    const { room, desk } = begin();
    room.meet(2);
    room.change(control('on'));
    await until(() => desk.calls.includes('play'));
    desk.lose.control();
    await until(() => room.seen.endings.length > 0);
  });

  it('of another session than the one that is there does nothing', async () => {
    const { room, desk } = begin();
    room.meet(3);
    room.change(control('on'));
    await until(() => desk.calls.length > 0);
    expect(desk.calls).not.toContain('play');
  });

  it('lets go of everything when the session ends', async () => {
    const { room, desk, session } = begin();
    room.meet(2);
    room.change(control('on'));
    await until(() => desk.calls.includes('play'));
    await session.stop();
    expect(desk.calls).toContain('released');
    expect(room.seen.closed).toBe(1);
  });
});
