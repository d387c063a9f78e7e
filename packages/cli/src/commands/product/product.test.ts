import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { sampleProduct } from '../../testing/sale-samples.js';
import { page, sampleId } from '../../testing/samples.js';
import { serve, web } from '../../testing/world.js';

const book = sampleProduct(1, '교재');
const premium = sampleProduct(2, '프리미엄 30일', { kind: 'premium', price: 1_000, stock: null, premiumDays: 30 });
const world = () =>
  serve({
    'GET /v1/products': () => page(premium, book),
    [`GET /v1/products/${book.id}`]: () => book,
    'POST /v1/products': () => premium,
    [`PATCH /v1/products/${book.id}`]: () => ({ ...book, stock: null }),
    [`POST /v1/products/${book.id}/withdraw`]: () => ({ ...book, state: 'withdrawn' }),
  });

describe('product', () => {
  it('lists what is on sale, with prices as people read them', async () => {
    const english = await runCli(['product', 'list', '--kind', 'goods'], await world());
    expect(english.stdout).toMatch(/교재 +goods +20,000 KRW +0 KRW +50 +on sale/);
    const { stdout } = await runCli(['product', 'list', '--lang', 'ko'], await world());
    expect(stdout).toMatch(/프리미엄 30일 +프리미엄 기간 +1,000원 +0원 +제한 없음 +판매 중/);
  });

  it('is found by its name', async () => {
    const { stdout } = await runCli(['product', 'get', '교재', '--json'], await world());
    expect(JSON.parse(stdout)).toEqual(book);
  });

  it('is put on sale with what its kind needs', async () => {
    const place = await world();
    const name = ['--name', '프리미엄 30일', '--price', '1000'];
    await runCli(['product', 'create', '--kind', 'premium', ...name, '--premium-days', '30'], place);
    await runCli(['product', 'create', '--kind', 'tuition', ...name, '--lecture', 'Web', '--stock', 'none'], place);
    expect(place.changes().map(({ body }) => body)).toEqual([
      { kind: 'premium', name: '프리미엄 30일', price: 1000, premiumDays: 30 },
      { kind: 'tuition', name: '프리미엄 30일', price: 1000, stock: null, lectureId: web.id },
    ]);
    expect((await runCli(['product', 'create', '--kind', 'goods', '--name', 'x'], place)).code).toBe(2);
  });

  it('is changed in what is said alone', async () => {
    const place = await world();
    await runCli(['product', 'update', '교재', '--stock', 'none'], place);
    await runCli(['product', 'update', book.id, '--price', '25000', '--tax-free', '0'], place);
    expect(place.changes().map(({ body }) => body)).toEqual([{ stock: null }, { price: 25_000, taxFree: 0 }]);
    for (const wrong of [[], ['--stock', '-1'], ['--stock', 'many'], ['--price', '0']])
      expect((await runCli(['product', 'update', '교재', ...wrong], place)).code).toBe(2);
    expect(place.changes()).toHaveLength(2);
  });

  it('is taken off sale when that is confirmed', async () => {
    const place = await world();
    await runCli(['product', 'withdraw', '교재'], { ...place, answers: ['n'] });
    expect(place.changes()).toEqual([]);
    const { stdout } = await runCli(['product', 'withdraw', '교재', '--yes', '--json'], place);
    expect(JSON.parse(stdout)).toMatchObject({ id: sampleId('prd', 1), state: 'withdrawn' });
  });

  it.each([
    ['create', '--kind', 'goods', '--name', 'x', '--price', '1'],
    ['update', book.id, '--stock', '1'],
    ['withdraw', book.id],
  ])('%s changes nothing in a dry run', async (...argv) => {
    const place = await world();
    const { code, stdout } = await runCli(['product', ...argv, '--dry-run', '--json'], place);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true });
    expect(place.changes()).toEqual([]);
  });

  it('that is not there is said to be missing in Korean as people say it', async () => {
    const place = await world();
    const { code, stderr } = await runCli(['product', 'get', '없는 책', '--lang', 'ko'], place);
    expect({ code, stderr }).toEqual({ code: 3, stderr: 'didacto: ID나 이름이 "없는 책"인 상품이 없습니다.\n' });
  });
});
