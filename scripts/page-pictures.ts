// Makes the README's pictures of pages, in Chromium against the built server: a command's sign-in that waits to be
// approved, and an order that waits to be paid.
// Needs Chromium and a font with Hangul (Debian: chromium fonts-noto-cjk), and `npm run build` before.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDidacto } from '@didacto/sdk';
import { chromium, type Page } from 'playwright-core';
import { startDemoSandbox } from './demo/sandbox.js';
import { type School, startSchool } from './school.js';

const dataDir = mkdtempSync(join(tmpdir(), 'didacto-pictures-'));
const sandbox = await startDemoSandbox();
const school = await startSchool({ dataDir, env: sandbox.environment });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  await school.admin.didacto.institution.update({ name: '디닥토 컴퓨터 학원' });
  await picture('device', (tab) => signIn(tab, school));
  await picture('checkout', (tab) => checkout(tab, school));
} finally {
  await browser.close();
  await school.stop();
  await sandbox.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function picture(name: string, show: (tab: Page) => Promise<void>): Promise<void> {
  const viewport = { width: 760, height: 720 };
  const tab = await browser.newPage({ locale: 'ko-KR', timezoneId: 'Asia/Seoul', viewport });
  await show(tab);
  const path = `docs/pictures/${name}.png`;
  await tab.screenshot({ path });
  await tab.close();
  console.error(path);
}

async function signIn(tab: Page, { url, member: join, password }: School): Promise<void> {
  const { member } = await join('instructor', '김민서 강사');
  const visitor = createDidacto({ baseUrl: url });
  const { verificationUrlComplete } = await visitor.deviceCodes.create({ client: 'didacto on 1실습실-교탁' });
  await tab.goto(verificationUrlComplete);
  await tab.getByRole('button', { name: '계속' }).click();
  await tab.getByLabel('이메일').fill(member.email);
  await tab.getByLabel('비밀번호', { exact: true }).fill(password);
  await tab.getByRole('button', { name: '로그인' }).click();
  await tab.getByRole('button', { name: '승인' }).waitFor();
}

async function checkout(tab: Page, { admin, member: join }: School): Promise<void> {
  const { didacto } = await join('student', '이하은');
  const products = await Promise.all([
    admin.didacto.products.create({ kind: 'goods', name: '파이썬 기초 교재', price: 22_000, taxFree: 22_000 }),
    admin.didacto.products.create({ kind: 'goods', name: '실습용 USB 메모리', price: 9_900 }),
  ]);
  const order = await didacto.orders.create({ lines: products.map(({ id: productId }) => ({ productId })) });
  const { url } = await didacto.orders.checkout({ orderId: order.id });
  await tab.goto(url);
  await tab.getByRole('radio').first().check();
}
