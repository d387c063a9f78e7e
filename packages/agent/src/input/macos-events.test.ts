import { describe, expect, it } from 'vitest';
import type { MacInput } from './core-graphics.js';
import { createMacosBackEnd } from './macos-events.js';

/** A Mac of two monitors that remembers what was posted. */
async function fakeMac(monitors: 'all' | number = 'all', mayPost = true) {
  const posted: unknown[][] = [];
  const mac: MacInput = {
    mayPost: () => mayPost,
    monitors: () => [
      { x: 0, y: 0, width: 1440, height: 900 },
      { x: 1440, y: 0, width: 1000, height: 1000 },
    ],
    mouse: ({ type, at, clicks }) => posted.push(['mouse', type, at.x, at.y, clicks]),
    key: (key, down) => posted.push(['key', key, down]),
    text: (text) => posted.push(['text', text]),
    scroll: (down, right) => posted.push(['scroll', down, right]),
  };
  const player = await createMacosBackEnd({ monitors, load: () => mac, now: () => 0 }).open();
  return { player, posted };
}

describe('input on macOS', () => {
  it('drags while a button is down, and counts double clicks', async () => {
    const { player, posted } = await fakeMac();
    for (const down of [true, false, true]) await player.play({ type: 'button', button: 'left', down, x: 1, y: 1 });
    await player.play({ type: 'move', x: 0, y: 0 });
    await player.releaseAll();
    expect(posted).toEqual([
      ['mouse', 5, 2439, 999, 0],
      ['mouse', 1, 2439, 999, 1],
      ['mouse', 6, 2439, 999, 0],
      ['mouse', 2, 2439, 999, 1],
      ['mouse', 5, 2439, 999, 0],
      ['mouse', 1, 2439, 999, 2],
      ['mouse', 6, 0, 0, 0],
      ['mouse', 2, 0, 0, 2],
    ]);
  });

  it('types text with modifiers let go, and Enter as a key', async () => {
    const { player, posted } = await fakeMac(1);
    await player.play({ type: 'key', code: 'ShiftLeft', down: true });
    await player.play({ type: 'text', text: '글\n' });
    await player.play({ type: 'wheel', x: 0, y: 0, dx: 0, dy: 2 });
    await player.close();
    expect(posted).toEqual([
      ['key', 0x38, true],
      ['key', 0x38, false],
      ['text', '글'],
      ['key', 0x24, true],
      ['key', 0x24, false],
      ['key', 0x38, true],
      ['mouse', 5, 1440, 0, 0],
      ['scroll', 2, 0],
      ['key', 0x38, false],
    ]);
  });

  it('is not possible without the right to, or for a monitor that is not there', async () => {
    await expect(fakeMac('all', false)).rejects.toThrow('Accessibility');
    await expect(fakeMac(2)).rejects.toThrow('no monitor 2');
  });
});
