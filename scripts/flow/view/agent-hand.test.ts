import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasTerminal, openTerminal } from '../../../packages/agent/src/input/testing/terminal.js';
import { roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { size } from './numbered-picture.js';
import { hasChromium, holdMouseAndShift, masks, type Tab, takeControl } from './page.js';
import { type ViewedAgent, viewAgent } from './viewed-agent.js';

// What is done on the page of `didacto view`, as programs on the student's X screen get it.

const canType = hasTerminal();
/** Keycodes of a PC's keyboard. */
const keys = { Shift: 50, Control: 37, C: 54 };
const most = { x: size.width - 1, y: size.height - 1 };

describe.skipIf(!hasChromium || !canType)('mouse and keyboard of the page, on the student’s screen', () => {
  let server: TestServer;
  let viewed: ViewedAgent;
  let tab: Tab;
  beforeAll(async () => {
    server = await startTestServer();
    await server.admin.didacto.institution.update({ controlPolicy: 'always' });
    viewed = await viewAgent(server.url, await roomScene(server));
    ({ tab } = await viewed.open());
    await viewed.shows(tab, 5);
    await takeControl(tab);
  });
  afterAll(async () => {
    await viewed?.close();
    await server?.stop();
  });

  /** Moves the browser's mouse over the middle of a pixel of the student's screen. */
  const moveTo = async (x: number, y: number) =>
    tab.page.mouse.move(...(await tab.place((x + 0.5) / size.width, (y + 0.5) / size.height)));
  const pointerIs = (x: number, y: number) =>
    until(`the pointer is at ${x}, ${y}`, async () => {
      const at = await viewed.observer.pointer();
      return at.x === x && at.y === y;
    });

  it('types what is typed, 한글 and Ctrl+C included', async () => {
    const terminal = await openTerminal(viewed.display, viewed.observer);
    // Without a window manager the window under the pointer has the keyboard.
    await tab.page.mouse.click(...(await tab.place(0.5, 0.5)));
    await tab.page.keyboard.type('Hello "W0rld" #1 ');
    const ime = await tab.page.context().newCDPSession(tab.page);
    await ime.send('Input.imeSetComposition', { text: '한글', selectionStart: 2, selectionEnd: 2 });
    await ime.send('Input.insertText', { text: '한글' });
    await tab.page.keyboard.press('Control+c');
    await tab.page.keyboard.press('Enter');
    const wanted = 'Hello "W0rld" #1 한글\u0003\r';
    expect(await terminal.textOf(Buffer.byteLength(wanted))).toBe(wanted);
    await terminal.close();
  });

  it('reaches each corner of the screen, to the pixel', async () => {
    for (const x of [0, most.x])
      for (const y of [0, most.y]) {
        await moveTo(x, y);
        await pointerIs(x, y);
      }
  });

  it('drags: the button goes down, moves and goes up where it does on the page', async () => {
    const seen = await viewed.observer.watch();
    await moveTo(100, 300);
    await tab.page.mouse.down();
    await moveTo(320, 180);
    await pointerIs(320, 180);
    expect((await viewed.observer.pointer()).mask).toBe(masks.left);
    await moveTo(501, 99);
    await tab.page.mouse.up();
    await until('it is let go', () => seen.some(({ name }) => name === 'ButtonRelease'));
    const at = (x: number, y: number) => ({ x, y });
    expect(seen.find(({ name }) => name === 'ButtonPress')).toMatchObject({ code: 1, ...at(100, 300) });
    expect(seen.find(({ name }) => name === 'ButtonRelease')).toMatchObject({ code: 1, ...at(501, 99) });
    expect((await viewed.observer.pointer()).mask).toBe(0);
  });

  it('turns the wheel up, down and sideways', async () => {
    const seen = await viewed.observer.watch();
    await moveTo(320, 180);
    for (const [right, down] of [
      [0, -100],
      [0, 200],
      [-100, 0],
      [100, 0],
    ] as const) {
      const before = seen.length;
      await tab.page.mouse.wheel(right, down);
      await until('it is turned', () => seen.length > before);
    }
    const presses = () => seen.filter(({ name }) => name === 'ButtonPress').map(({ code }) => code);
    await until('all of it', () => presses().length >= 5);
    // 4 up, 5 down, 6 left, 7 right.
    expect(presses()).toEqual([4, 5, 5, 6, 7]);
  });

  it('holds a modifier for as long as its key is down', async () => {
    const seen = await viewed.observer.watch();
    await moveTo(320, 180);
    await tab.page.keyboard.press('Control+c');
    const told = () =>
      seen.flatMap(({ name, code }) => (name.startsWith('Key') ? [`${name === 'KeyPress' ? '+' : '-'}${code}`] : []));
    await until('all is let go', () => told().length >= 4);
    expect(told()).toEqual([`+${keys.Control}`, `+${keys.C}`, `-${keys.C}`, `-${keys.Control}`]);
  });

  it('leaves nothing down when the page loses the focus', async () => {
    await holdMouseAndShift(tab, viewed.observer);
    expect(await viewed.observer.keysDown()).toEqual([keys.Shift]);
    const devtools = await tab.page.context().newCDPSession(tab.page);
    // A page that is tested believes that it has the focus always.
    await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    const other = await tab.page.context().newPage();
    await other.bringToFront();
    await until('nothing is down', async () => (await viewed.observer.pointer()).mask === 0);
    expect(await viewed.observer.keysDown()).toEqual([]);
    await other.close();
    expect(viewed.complaints()).toEqual([]);
  });
});
