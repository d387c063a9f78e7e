import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasXServer, startXServer, type XServer } from '../../../packages/agent/src/capture/testing/x-server.js';
import { readByXwd } from '../../../packages/agent/src/capture/testing/xwd.js';
import { hasPulse, type PulseServer, startPulse } from '../../../packages/agent/src/live/audio/testing/pulse-server.js';
import { listenTo, speakTone } from '../../../packages/agent/src/live/audio/testing/sound-ends.js';
import { type OpenView, openView } from '../../../packages/cli/src/view/open-view.js';
import { type RoomScene, roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { type LiveAgent, startLiveAgent } from '../live/live-agent.js';
import { madeUpDevices, writeBeeps, writeRedAndBlue } from './made-up-devices.js';
import { bundledPage, hasChromium, openTab, startBrowser, type Tab } from './page.js';
import { keepVoice, pageHears } from './page-sound.js';

// Both voices and the camera between the page of `didacto view` in a real browser and the real agent, on the real server:
// a sound server and a screen of the student's own, and a microphone and a camera of the browser's that are files.

const [voiceOfStudent, voiceOfInstructor] = [440, 1_000];
const silent = { microphone: false, speaker: false, window: false };

describe.skipIf(!hasChromium || !hasPulse() || !hasXServer())('voice and camera of a real agent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-voice-'));
  let server: TestServer;
  let screen: XServer;
  let pulse: PulseServer;
  let browser: Browser;
  let scene: RoomScene;
  let agent: LiveAgent;
  let view: OpenView;
  let tab: Tab;
  let loudspeaker: ReturnType<typeof listenTo>;
  const atEnd: (() => void)[] = [];

  beforeAll(async () => {
    const files = { sound: join(folder, 'beeps.wav'), video: join(folder, 'camera.y4m') };
    writeBeeps(files.sound, voiceOfInstructor);
    writeRedAndBlue(files.video);
    [server, screen, pulse, browser] = await Promise.all([
      startTestServer(),
      startXServer(),
      startPulse(),
      startBrowser(madeUpDevices(files)),
    ]);
    atEnd.push(speakTone(pulse.env, 'room', voiceOfStudent));
    loudspeaker = listenTo(pulse.env, 'loudspeaker.monitor');
    atEnd.push(loudspeaker.end);
    scene = await roomScene(server);
    const { email } = scene.student.member;
    const { display } = screen;
    agent = await startLiveAgent({
      ...{ url: server.url, email, display, dir: join(folder, 'agent') },
      session: { PULSE_SERVER: pulse.env.PULSE_SERVER },
    });
    await until('the agent is in its room', async () => (await agent.status())?.live);
    const { lectureId, studentId, instructor } = scene;
    const target = { lectureId, studentId };
    view = await openView({ api: instructor.didacto, target, userAgent: 'didacto/test', files: await bundledPage() });
    tab = await openTab(browser, view.url, {}, (context) => context.addInitScript(keepVoice));
    await until('the way is direct', async () => (await tab.text('#way')) === 'direct');
  });
  afterAll(async () => {
    await view?.close();
    await browser?.close();
    await agent?.stop();
    for (const end of atEnd) end();
    await Promise.all([server?.stop(), screen?.kill(), pulse?.kill()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const allow = (allowed: boolean) => {
    const { lectureId, student } = scene;
    return student.didacto.rooms.setConsent({ lectureId, voice: allowed, camera: allowed });
  };
  const isOn = async (id: string) => (await tab.page.getAttribute(`#${id}`, 'aria-pressed')) === 'true';
  const media = async () => (await agent.status())?.live?.media;
  /** Red, green and blue at the middle of each half of the window for the camera. */
  const halves = async () => {
    const { width, height, colors } = await readByXwd(screen.display);
    return [256, 96].map((fromRight) => {
      const color = colors[(height - 106) * width + width - fromRight] ?? 0;
      return [color >> 16, (color >> 8) & 0xff, color & 0xff];
    });
  };
  const showsCamera = async () => {
    const [left = [], right = []] = await halves();
    const isRed = (left[0] ?? 0) > 200 && (left[1] ?? 255) < 60 && (left[2] ?? 255) < 60;
    return isRed && (right[2] ?? 0) > 200 && (right[0] ?? 255) < 60 && (right[1] ?? 255) < 60;
  };

  it('is off until the student allows it, whatever is pressed', async () => {
    for (const id of ['hear', 'speak', 'camera']) {
      await tab.page.click(`#${id}`, { force: true });
      expect(await isOn(id)).toBe(false);
      expect(await tab.text('#notice')).toMatch(/does not allow/);
    }
    expect(await media()).toMatchObject(silent);
  });

  it('lets the instructor hear the student, once the instructor wants to', async () => {
    await allow(true);
    await until('the page knows', async () => (await tab.page.getAttribute('#hear', 'aria-disabled')) !== 'true');
    expect(await media()).toMatchObject(silent);
    await tab.page.click('#hear');
    await until('the student’s tone is in what the page plays', () => pageHears(tab, voiceOfStudent));
    expect(await media()).toMatchObject({ ...silent, microphone: true });
    expect(loudspeaker.isQuiet()).toBe(true);
  });

  it('lets the student hear the instructor', async () => {
    await tab.page.click('#speak');
    await until('the instructor’s tone is at the student’s speaker', () => loudspeaker.hears(voiceOfInstructor));
    expect(await media()).toMatchObject({ ...silent, microphone: true, speaker: true });
  });

  it('shows the student the instructor’s camera', async () => {
    await tab.page.click('#camera');
    await until('it is on the student’s screen', showsCamera);
    expect(await media()).toMatchObject({ microphone: true, speaker: true, window: true });
  });

  it('ends all of it when the student takes it back', async () => {
    await until('the instructor hears the student', () => pageHears(tab, voiceOfStudent));
    await until('the student hears the instructor', () => loudspeaker.hears(voiceOfInstructor));
    await allow(false);
    await until('the instructor hears nothing', async () => !(await pageHears(tab, voiceOfStudent)));
    await until('the student hears nothing', () => loudspeaker.isQuiet());
    await until('the window is gone', async () => !(await showsCamera()));
    expect(await media()).toMatchObject(silent);
    expect([await pageHears(tab, voiceOfStudent), loudspeaker.isQuiet(), await showsCamera()]).toEqual([
      false,
      true,
      false,
    ]);
    for (const id of ['hear', 'speak', 'camera']) expect(await isOn(id)).toBe(false);
    expect(tab.complaints).toEqual([]);
  });
});
