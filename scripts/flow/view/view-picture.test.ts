import { describe, expect, it } from 'vitest';
import { until } from '../../../packages/server/src/testing/until.js';
import { startNumberedVideo } from './numbered-video.js';
import { hasChromium } from './page.js';
import { usePageScene } from './page-scene.js';

// The page of `didacto view` in a real browser, against the real server; the student's side is the SDK's.

describe.skipIf(!hasChromium)('picture, camera and voice of the page', () => {
  const at = usePageScene();

  it('shows the number on the student’s screen, by the relay', async () => {
    at.student.show(40_123);
    const tab = await at.open();
    await at.shows(tab, 40_123);
    at.student.show(1_984);
    await at.shows(tab, 1_984);
    expect(await tab.text('#student')).toBe(at.scene.student.member.name);
    expect(await tab.text('#state')).toBe('Connected');
  });

  it('shows the number by a data channel too, and says which way it comes', async () => {
    await at.studentAgain('direct');
    at.student.show(513);
    const tab = await at.open();
    await until('the way is direct', async () => at.student.room.route === 'direct');
    at.student.show(52_001);
    await at.shows(tab, 52_001);
    await until('the readout says so', async () => (await tab.text('#way')) === 'direct');
    await until('a round trip is measured', async () => /^[\d.]+ ms$/.test(await tab.text('#delay')));
  });

  it('shows a video track where that is chosen', async () => {
    await at.studentAgain('direct');
    const tab = await at.open();
    await until('the way is direct', async () => at.student.room.route === 'direct');
    const video = startNumberedVideo(at.student.room, 21_845);
    await tab.page.selectOption('#transport', 'track');
    await at.shows(tab, 21_845);
    video.show(43_690);
    await at.shows(tab, 43_690);
    await tab.page.selectOption('#transport', 'tiles');
    at.student.show(7);
    await at.shows(tab, 7);
    video.stop();
  });

  it('asks for a whole picture where one cannot be read', async () => {
    const tab = await at.open();
    at.student.show(99);
    await at.shows(tab, 99);
    at.student.spoil();
    at.student.show(100);
    await until('a whole one is asked for', () => at.student.messages.some(({ type }) => type === 'refresh'));
    await at.shows(tab, 100);
  });

  it('shows no screen that the student does not share', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await at.student.room.setConsent({ screen: false });
    await until('the page says so', async () => (await tab.text('#cover-title')) === 'The screen is not shared');
    expect(await tab.number()).toBeUndefined();
  });

  it('sends camera and voice while they are on and the student allows them', async () => {
    await at.studentAgain('direct');
    await at.student.room.setConsent({ voice: true, camera: true });
    const kinds: string[] = [];
    at.student.room.on('track', ({ kind }) => void kinds.push(kind));
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await tab.page.click('#camera');
    await until('the camera arrives', () => kinds.includes('video'));
    await tab.page.click('#speak');
    await until('the voice arrives', () => kinds.includes('audio'));
    expect(await tab.page.locator('#self').isVisible()).toBe(true);
    await tab.page.click('#camera');
    await until('the camera is off', async () => !(await tab.page.locator('#self').isVisible()));
    await at.student.room.setConsent({ voice: false });
    await until('the voice is off', async () => (await tab.page.getAttribute('#speak', 'aria-pressed')) === 'false');
    await tab.page.click('#speak', { force: true });
    await until('it says why', async () => /does not allow voice/.test(await tab.text('#notice')));
  });
});
