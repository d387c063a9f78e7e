// Makes the README's picture of a page: a command's sign-in waits to be approved, in Chromium against the built server.
// Needs Chromium and a font with Hangul (Debian: chromium fonts-noto-cjk), and `npm run build` before.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDidacto } from '@didacto/sdk';
import { chromium } from 'playwright-core';
import { startSchool } from './school.js';

const dataDir = mkdtempSync(join(tmpdir(), 'didacto-pictures-'));
const school = await startSchool({ dataDir });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  await school.admin.didacto.institution.update({ name: '디닥토 컴퓨터 학원' });
  const { member } = await school.member('instructor', '김민서 강사');
  const visitor = createDidacto({ baseUrl: school.url });
  const { verificationUrlComplete } = await visitor.deviceCodes.create({ client: 'didacto on 1실습실-교탁' });
  const tab = await browser.newPage({
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 760, height: 720 },
  });
  await tab.goto(verificationUrlComplete);
  await tab.getByRole('button', { name: '계속' }).click();
  await tab.getByLabel('이메일').fill(member.email);
  await tab.getByLabel('비밀번호', { exact: true }).fill(school.password);
  await tab.getByRole('button', { name: '로그인' }).click();
  await tab.getByRole('button', { name: '승인' }).waitFor();
  await tab.screenshot({ path: 'docs/pictures/device.png' });
  console.error('docs/pictures/device.png');
} finally {
  await browser.close();
  await school.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
