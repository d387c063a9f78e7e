import { type InputEvent, readPlayed, writeInput } from '@didacto/sdk/live';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../agent-clock.js';
import { hasXServer, startXServer, type XServer } from '../capture/testing/x-server.js';
import { type ChosenInput, chooseInput } from './choose-input.js';
import { type PlayedControl, playControl } from './play-control.js';
import { until } from './testing/terminal.js';
import { observeX, type XObserver } from './testing/x-observer.js';
import { readXChordBySocket } from './x11-chord.js';

const canRun = hasXServer();
const press: InputEvent = { type: 'button', button: 'left', down: true, x: 0.25, y: 0.25 };
const hand = { controlLeft: 37, altRight: 108, escape: 9 };

const overXlib = (display: string): ChosenInput =>
  chooseInput({ platform: 'linux', env: { DISPLAY: display }, monitors: 'all' });
const looking: [string, (display: string) => ChosenInput][] = [
  ['through libXtst', overXlib],
  ['over the socket', (display) => ({ ...overXlib(display), readChord: () => readXChordBySocket(display) })],
];

describe.runIf(canRun).each(looking)('control of a real screen, the keyboard watched %s', (_name, choose) => {
  let server: XServer;
  let observer: XObserver;
  let control: PlayedControl;
  const played: number[] = [];
  const ends: string[] = [];
  const start = async (): Promise<void> => {
    played.length = 0;
    ends.length = 0;
    server = await startXServer();
    observer = await observeX(server.display);
    control = await playControl({
      input: choose(server.display),
      control: { id: 'ctl_1', fence: 3 },
      reply: (bytes) => played.push(readPlayed(bytes)?.played ?? Number.NaN),
      ended: (why) => ends.push(why),
      after: systemClock.after,
    });
  };
  const send = (seq: number, event: InputEvent): void => control.take(writeInput({ seq, controlId: 'ctl_1', event }));
  afterEach(async () => {
    await control.end();
    observer.close();
    await server.kill();
  });

  it('ends in the middle of a drag with no button and no key down, and tells how much was played', async () => {
    await start();
    send(1, { type: 'key', code: 'ShiftLeft', down: true });
    send(2, press);
    send(3, { type: 'move', x: 1, y: 1 });
    await until('all played', () => played.includes(3));
    expect((await observer.pointer()).mask).toBe(0x101);
    expect(await control.end()).toBe(3);
    expect((await observer.pointer()).mask).toBe(0);
    expect(ends).toEqual([]);
    send(4, press);
    expect((await observer.pointer()).mask).toBe(0);
  });

  it("ends by the student's key chord, whatever else is held", async () => {
    await start();
    send(1, press);
    send(2, { type: 'key', code: 'KeyX', down: true });
    await until('both played', () => played.includes(2));
    for (const keycode of Object.values(hand)) await observer.press(keycode, true);
    await until('the end', () => ends.length > 0);
    expect(ends).toEqual(['student']);
    for (const keycode of Object.values(hand)) await observer.press(keycode, false);
    expect((await observer.pointer()).mask).toBe(0);
    expect(await observer.keysDown()).toEqual([]);
    expect(await control.end()).toBe(2);
  });

  it('ends where the screen went away', async () => {
    await start();
    await server.kill();
    await until('the end', () => ends.length > 0);
    expect(ends).toEqual(['failed']);
    expect(await control.end()).toBe(0);
  });
});

describe('control of a machine that cannot be controlled', () => {
  const refusal = (env: Record<string, string>) => chooseInput({ platform: 'linux', env, monitors: 'all' }).open();

  it('says why', async () => {
    await expect(refusal({})).rejects.toThrow('DISPLAY');
    await expect(refusal({ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' })).rejects.toThrow('Wayland');
    await expect(refusal({ DISPLAY: ':99999' })).rejects.toThrow(':99999');
  });

  it.runIf(canRun)('frees what it had opened', async () => {
    const server = await startXServer({ without: ['XTEST'] });
    const input = overXlib(server.display);
    await expect(input.open()).rejects.toThrow('XTEST');
    await server.kill();
  });
});
