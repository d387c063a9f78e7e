import { describe, expect, it } from 'vitest';
import { viewerSide } from '../../../packages/server/src/testing/test-rooms.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { hasChromium, openTab } from './page.js';
import { usePageScene } from './page-scene.js';

// The page of `didacto view` in a real browser, against the real server; the student's side is the SDK's.

describe.skipIf(!hasChromium)('the page of didacto view', () => {
  const at = usePageScene();

  it('gives way to whoever takes the room over, and says so', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    const other = await viewerSide(at.server, at.scene.instructor);
    await other.join(at.scene.lectureId, at.scene.studentId);
    await until('the page has ended', async () => (await tab.text('#state')) === 'Ended');
    expect(await tab.text('#cover-text')).toBe(
      'This screen was opened elsewhere, by you or somebody else of the staff.',
    );
    other.close();
    await tab.page.click('#again');
    await at.shows(tab, 5);
  });

  it('waits for a student who is gone, and comes back with them', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await at.student.close();
    await until('the page waits', async () => (await tab.text('#cover-title')) === 'Waiting for the student');
    await at.studentAgain('by the server');
    at.student.show(6);
    await at.shows(tab, 6);
  });

  it('leaves the room when the page is closed, and ends the view', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await tab.close();
    await until('the student is alone', () => at.student.room.peer === null);
    await at.view.ended;
  });

  it('leaves the room when the command ends, and says so', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await at.view.close();
    await until('the student is alone', () => at.student.room.peer === null);
    await until('the page says so', async () => (await tab.text('#cover-title')) === 'The didacto command has ended');
  });

  it('is served once, to this page alone, and holds no token of the member', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    const { origin, hash } = new URL(at.view.url);
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${origin}/view/session`, { method: 'POST', body, headers });
    expect((await post(hash.slice(1))).status).toBe(403);
    expect((await post('wrong')).status).toBe(403);
    const late = await openTab(at.browser, at.view.url);
    await until(
      'a second page is refused',
      async () => (await late.text('#cover-title')) === 'This link was used already',
    );
    await late.close();
    const kept = await tab.page.evaluate(() =>
      JSON.stringify([location.href, { ...sessionStorage }, { ...localStorage }]),
    );
    expect(kept).not.toContain(hash.slice(1));
    expect(kept).not.toContain(at.scene.instructor.accessToken);
    await tab.page.reload();
    await at.shows(tab, 5);
  });

  it('is in Korean where the browser is, and fits a phone', async () => {
    const tab = await at.open({ locale: 'ko-KR', viewport: { width: 360, height: 740 } });
    at.student.show(5);
    await at.shows(tab, 5);
    expect(await tab.text('#state')).toBe('연결됨');
    expect(await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
