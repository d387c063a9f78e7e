import { createRequire } from 'node:module';
import type { InputEvent } from '@didacto/sdk/live';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenView, openView } from '../../../packages/cli/src/view/open-view.js';
import type { PageFiles } from '../../../packages/cli/src/view/page-files.js';
import { type RoomScene, roomScene, viewerSide } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { type NumberedStudent, startNumberedStudent } from './numbered-student.js';
import { startNumberedVideo } from './numbered-video.js';
import { bundledPage, hasChromium, openTab, startBrowser, type Tab, takeControl } from './page.js';

const rtc: typeof import('@roamhq/wrtc') = createRequire(
  new URL('../../../packages/sdk/package.json', import.meta.url),
)('@roamhq/wrtc');

// The page of `didacto view` in a real browser, against the real server; the student's side is the SDK's.

describe.skipIf(!hasChromium)('the page of didacto view', () => {
  let server: TestServer;
  let browser: Browser;
  let files: PageFiles;
  let scene: RoomScene;
  let student: NumberedStudent;
  let view: OpenView;
  const tabs: Tab[] = [];

  beforeAll(async () => {
    [server, browser, files] = await Promise.all([startTestServer(), startBrowser(), bundledPage()]);
    await server.admin.didacto.institution.update({ controlPolicy: 'always' });
  });
  beforeEach(async () => {
    scene = await roomScene(server);
    student = await startNumberedStudent(server.url, scene);
  });
  afterEach(async () => {
    expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
    await Promise.all(tabs.splice(0).map((tab) => tab.close()));
    await view.close();
    await student.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const start = async () => {
    const { lectureId, studentId, instructor } = scene;
    view = await openView({
      api: instructor.didacto,
      target: { lectureId, studentId },
      userAgent: 'didacto/test',
      files,
      reloadMs: 500,
    });
    return view;
  };
  const open = async (options?: Parameters<typeof openTab>[2]) => {
    const { url } = await start();
    const tab = await openTab(browser, url, options);
    tabs.push(tab);
    return tab;
  };
  const shows = (tab: Tab, number: number) =>
    until(`the page shows ${number}`, async () => (await tab.number()) === number);

  it('shows the number on the student’s screen, by the relay', async () => {
    student.show(40_123);
    const tab = await open();
    await shows(tab, 40_123);
    student.show(1_984);
    await shows(tab, 1_984);
    expect(await tab.text('#student')).toBe(scene.student.member.name);
    expect(await tab.text('#state')).toBe('Connected');
  });

  it('shows the number by a data channel too, and says which way it comes', async () => {
    await student.close();
    student = await startNumberedStudent(server.url, scene, { rtc });
    student.show(513);
    const tab = await open();
    await until('the way is direct', async () => student.room.route === 'direct');
    student.show(52_001);
    await shows(tab, 52_001);
    await until('the readout says so', async () => (await tab.text('#way')) === 'direct');
    await until('a round trip is measured', async () => /^[\d.]+ ms$/.test(await tab.text('#delay')));
  });

  it('shows a video track where that is chosen', async () => {
    await student.close();
    student = await startNumberedStudent(server.url, scene, { rtc });
    const tab = await open();
    await until('the way is direct', async () => student.room.route === 'direct');
    const video = startNumberedVideo(student.room, 21_845);
    await tab.page.selectOption('#transport', 'track');
    await shows(tab, 21_845);
    video.show(43_690);
    await shows(tab, 43_690);
    await tab.page.selectOption('#transport', 'tiles');
    student.show(7);
    await shows(tab, 7);
    video.stop();
  });

  it('asks for a whole picture where one cannot be read', async () => {
    const tab = await open();
    student.show(99);
    await shows(tab, 99);
    student.spoil();
    student.show(100);
    await until('a whole one is asked for', () => student.messages.some(({ type }) => type === 'refresh'));
    await shows(tab, 100);
  });

  const played = (what: string, holds: (input: InputEvent) => boolean) => until(what, () => student.inputs.some(holds));

  it('sends mouse, wheel and keys while it has control, and nothing before and after', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await tab.page.mouse.click(...(await tab.place(0.5, 0.5)));
    await tab.page.keyboard.type('x');
    await takeControl(tab);
    await tab.page.mouse.move(...(await tab.place(0.25, 0.5)));
    await tab.page.mouse.down();
    await tab.page.mouse.move(...(await tab.place(0.75, 0.25)));
    await tab.page.mouse.up();
    await tab.page.mouse.wheel(0, 300);
    await tab.page.keyboard.press('Shift+A');
    await tab.page.keyboard.press('Control+c');
    await tab.page.keyboard.press('Tab');
    await played('Tab is let go', (input) => input.type === 'key' && input.code === 'Tab' && !input.down);
    const told = student.inputs.map((input) => {
      if (input.type === 'key') return `${input.down ? '+' : '-'}${input.code}`;
      if (input.type === 'wheel') return `wheel ${input.dy}`;
      if (input.type === 'text' || input.type === 'release') return input.type;
      return `${input.type === 'button' ? `${input.down ? 'down' : 'up'} ${input.button}` : 'move'} ${input.x.toFixed(2)} ${input.y.toFixed(2)}`;
    });
    expect(told).toEqual([
      ...['move 0.25 0.50', 'down left 0.25 0.50', 'move 0.75 0.25', 'up left 0.75 0.25', 'wheel 3'],
      ...[
        '+ShiftLeft',
        '+KeyA',
        '-KeyA',
        '-ShiftLeft',
        '+ControlLeft',
        '+KeyC',
        '-KeyC',
        '-ControlLeft',
        '+Tab',
        '-Tab',
      ],
    ]);
    await tab.page.click('#control');
    await until('control is off', () => student.room.control === null);
    const before = student.inputs.length;
    await tab.page.mouse.click(...(await tab.place(0.5, 0.5)));
    await tab.page.keyboard.type('y');
    student.show(6);
    await shows(tab, 6);
    expect(student.inputs.slice(before).filter(({ type }) => type !== 'release')).toEqual([]);
  });

  it('sends what an input method wrote as text, once it is done', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await takeControl(tab);
    const ime = await tab.page.context().newCDPSession(tab.page);
    for (const part of ['ㅎ', '하', '한'])
      await ime.send('Input.imeSetComposition', { text: part, selectionStart: 1, selectionEnd: 1 });
    await ime.send('Input.insertText', { text: '한' });
    for (const part of ['ㄱ', '그', '글'])
      await ime.send('Input.imeSetComposition', { text: part, selectionStart: 1, selectionEnd: 1 });
    await ime.send('Input.insertText', { text: '글' });
    // What no key of the usual layout writes.
    await tab.page.keyboard.insertText('é');
    await played('é came', (input) => input.type === 'text' && input.text === 'é');
    const text = student.inputs.map((input) => (input.type === 'text' ? input.text : '')).join('');
    expect(text).toBe('한글é');
    expect(student.inputs.some(({ type }) => type === 'key')).toBe(false);
  });

  it('lets go of everything when the window is left', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await takeControl(tab);
    await tab.page.keyboard.down('KeyA');
    await played('A is down', (input) => input.type === 'key' && input.down);
    await tab.page.keyboard.down('Control');
    await tab.page.keyboard.down('Alt');
    await tab.page.keyboard.press('Enter');
    await played('all is let go', ({ type }) => type === 'release');
    expect(await tab.page.evaluate(() => document.activeElement?.id)).toBe('control');
  });

  it('asks the student where the institution wants that, and says what came of it', async () => {
    await server.admin.didacto.institution.update({ controlPolicy: 'ask' });
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await tab.page.click('#control');
    await until('the student is asked', () => student.room.control?.state === 'asked');
    await until('the page says so', async () => (await tab.text('#control')) === 'Asking…');
    await student.room.answerControl(student.room.control?.id ?? '', false);
    await until('the page says no', async () => (await tab.text('#notice')) === 'The student has said no.');
    await tab.page.click('#control');
    await until('the student is asked again', () => student.room.control?.state === 'asked');
    await student.room.answerControl(student.room.control?.id ?? '', true);
    await until('control is on', async () => (await tab.text('#control')) === 'End control');
    await server.admin.didacto.institution.update({ controlPolicy: 'always' });
  });

  it('puts text into the student’s clipboard', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await tab.page.click('#send-text');
    await tab.page.fill('#text', '안녕하세요\nprint("hi")');
    await tab.page.getByRole('button', { name: 'Put into the clipboard' }).click();
    await until('it is sent', async () => (await tab.text('#notice')) !== '');
    const text = student.messages.find(({ type }) => type === 'clipboard');
    expect(text).toEqual({ type: 'clipboard', text: '안녕하세요\nprint("hi")' });
  });

  it('gives way to whoever takes the room over, and says so', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    const other = await viewerSide(server, scene.instructor);
    await other.join(scene.lectureId, scene.studentId);
    await until('the page has ended', async () => (await tab.text('#state')) === 'Ended');
    expect(await tab.text('#cover-text')).toBe('Somebody else of the staff has opened this screen.');
    other.close();
    await tab.page.click('#again');
    await shows(tab, 5);
  });

  it('waits for a student who is gone, and comes back with them', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await student.close();
    await until('the page waits', async () => (await tab.text('#cover-title')) === 'Waiting for the student');
    student = await startNumberedStudent(server.url, scene);
    student.show(6);
    await shows(tab, 6);
  });

  it('shows no screen that the student does not share', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await student.room.setConsent({ screen: false });
    await until('the page says so', async () => (await tab.text('#cover-title')) === 'The screen is not shared');
    expect(await tab.number()).toBeUndefined();
  });

  it('leaves the room when the page is closed, and ends the view', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await tab.close();
    await until('the student is alone', () => student.room.peer === null);
    await view.ended;
  });

  it('leaves the room when the command ends, and says so', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await view.close();
    await until('the student is alone', () => student.room.peer === null);
    await until('the page says so', async () => (await tab.text('#cover-title')) === 'The didacto command has ended');
  });

  it('is served once, to this page alone, and holds no token of the member', async () => {
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    const { origin, hash } = new URL(view.url);
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${origin}/view/session`, { method: 'POST', body, headers });
    expect((await post(hash.slice(1))).status).toBe(403);
    expect((await post('wrong')).status).toBe(403);
    const late = await openTab(browser, view.url);
    await until(
      'a second page is refused',
      async () => (await late.text('#cover-title')) === 'This link was used already',
    );
    await late.close();
    const kept = await tab.page.evaluate(() =>
      JSON.stringify([location.href, { ...sessionStorage }, { ...localStorage }]),
    );
    expect(kept).not.toContain(hash.slice(1));
    expect(kept).not.toContain(scene.instructor.accessToken);
    await tab.page.reload();
    await shows(tab, 5);
  });

  it('is in Korean where the browser is, and fits a phone', async () => {
    const tab = await open({ locale: 'ko-KR', viewport: { width: 360, height: 740 } });
    student.show(5);
    await shows(tab, 5);
    expect(await tab.text('#state')).toBe('연결됨');
    expect(await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  it('sends camera and voice while they are on and the student allows them', async () => {
    await student.close();
    student = await startNumberedStudent(server.url, scene, { rtc });
    await student.room.setConsent({ voice: true, camera: true });
    const kinds: string[] = [];
    student.room.on('track', ({ kind }) => void kinds.push(kind));
    const tab = await open();
    student.show(5);
    await shows(tab, 5);
    await tab.page.click('#camera');
    await until('the camera arrives', () => kinds.includes('video'));
    await tab.page.click('#speak');
    await until('the voice arrives', () => kinds.includes('audio'));
    expect(await tab.page.locator('#self').isVisible()).toBe(true);
    await tab.page.click('#camera');
    await until('the camera is off', async () => !(await tab.page.locator('#self').isVisible()));
    await student.room.setConsent({ voice: false });
    await until('the voice is off', async () => (await tab.page.getAttribute('#speak', 'aria-pressed')) === 'false');
    await tab.page.click('#speak', { force: true });
    await until('it says why', async () => /does not allow voice/.test(await tab.text('#notice')));
  });
});
