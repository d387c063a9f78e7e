import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { browserCommand } from '../../open-browser.js';
import { Refusal } from '../../testing/fake-server.js';
import { runCli } from '../../testing/run-cli.js';
import { sampleOrder, sampleProduct } from '../../testing/sale-samples.js';
import { page, sampleId, sampleMember } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';
import { readLine } from './lines.js';

const order = sampleOrder(1);
const book = sampleProduct(1, '교재');
const tuition = sampleProduct(2, '파이썬 기초 수강료', { kind: 'tuition' });
const haeun = sampleMember(2, { email: 'haeun@school.example' });
const url = `https://didacto.school.example/checkout/${order.id}#code=abc`;
const world = (more = {}) =>
  serve({
    'GET /v1/products': () => page(tuition, book),
    'GET /v1/members': () => page(haeun),
    'GET /v1/orders': () => page(order),
    'GET /v1/members/me/orders': () => page(order),
    [`GET /v1/orders/${order.id}`]: () => order,
    'POST /v1/orders': () => order,
    [`POST /v1/orders/${order.id}/cancel`]: () => ({ ...order, state: 'cancelled' }),
    [`POST /v1/orders/${order.id}/checkout`]: () => ({ url, expiresAt: order.expiresAt }),
    ...more,
  });

describe('order', () => {
  it('orders several products, for several students', async () => {
    const place = await world();
    const lines = ['파이썬 기초 수강료@Haeun@school.example', '교재*2', `${book.id}*3@${sampleId('mem', 9)}`];
    const { stdout } = await runCli(['order', 'create', ...lines], place);
    expect(place.changes().map(({ body }) => body)).toEqual([
      {
        lines: [
          { productId: tuition.id, quantity: 1, studentId: haeun.id },
          { productId: book.id, quantity: 2 },
          { productId: book.id, quantity: 3, studentId: sampleId('mem', 9) },
        ],
      },
    ]);
    expect(stdout).toContain('40,000 KRW');
    expect(stdout).toMatch(/교재 +이민준 +2 +20,000 KRW +40,000 KRW/);
  });

  it('reads a line from its end, whatever signs the product’s name has', () => {
    const cli = { text: { sales: { badLine: String } } } as unknown as Parameters<typeof readLine>[0];
    const name = fc.stringMatching(/^[가-힣a-z][가-힣a-z *@]{0,20}[가-힣a-z]$/);
    const quantity = fc.integer({ min: 1, max: 1_000 });
    const student = fc.constantFrom('haeun@school.example', sampleId('mem', 3));
    fc.assert(
      fc.property(name, quantity, student, (product, count, who) => {
        expect(readLine(cli, `${product}*${count}@${who}`)).toEqual({ product, quantity: count, student: who });
        expect(readLine(cli, `${product}*${count}`)).toEqual({ product, quantity: count, student: undefined });
      }),
    );
    expect(() => readLine(cli, ' ')).toThrow();
  });

  it('asks for a student’s id of whoever may not look members up', async () => {
    const refused = () => {
      throw new Refusal('forbidden');
    };
    const place = await world({ 'GET /v1/members': refused });
    const { code, stderr } = await runCli(['order', 'create', `${book.id}@haeun@school.example`], place);
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringContaining('Give the id, mem_…') });
    expect(place.changes()).toEqual([]);
    const korean = await runCli(['order', 'list', '--buyer', 'haeun@school.example', '--lang', 'ko'], place);
    expect(korean).toMatchObject({ code: 5, stderr: expect.stringContaining('ID(mem_…)를 쓰세요') });
  });

  it.each(['교재*0', '교재*1001', '교재*0@haeun@school.example'])(
    'says of %s that no such number can be ordered',
    async (line) => {
      const place = await world();
      const { code, stderr } = await runCli(['order', 'create', line], place);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('1 to 1000') });
      expect(place.changes()).toEqual([]);
    },
  );

  it('is made once for a key', async () => {
    const place = await world();
    await runCli(['order', 'create', book.id, '--key', 'spring-haeun'], place);
    expect(place.changes().map(({ idempotencyKey }) => idempotencyKey)).toEqual(['spring-haeun']);
    expect((await runCli(['order', 'create', book.id, '--key', 'two words'], place)).code).toBe(2);
    expect(place.changes()).toHaveLength(1);
  });

  it('lists mine, or everybody’s of a buyer', async () => {
    const place = await world();
    expect((await runCli(['order', 'mine'], place)).stdout).toContain(order.id);
    await runCli(['order', 'list', '--state', 'open', '--buyer', 'haeun@school.example'], place);
    expect(place.seen.at(-1)?.query.get('buyerId')).toBe(haeun.id);
    expect(JSON.parse((await runCli(['order', 'get', order.id, '--json'], place)).stdout)).toEqual(order);
  });

  it('is cancelled when that is confirmed', async () => {
    const place = await world();
    expect((await runCli(['order', 'cancel', order.id], place)).code).toBe(2);
    const { stdout } = await runCli(['order', 'cancel', order.id, '--yes', '--lang', 'ko'], place);
    expect(stdout).toMatch(/상태 +취소/);
  });

  it.each([
    ['create', '교재'],
    ['cancel', order.id],
    ['checkout', order.id],
  ])('%s changes nothing in a dry run', async (...argv) => {
    const place = await world();
    const { code, stdout } = await runCli(['order', ...argv, '--dry-run', '--json'], place);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true });
    expect(place.changes()).toEqual([]);
  });
});

describe('order checkout', () => {
  it('opens the link in the browser, and prints it', async () => {
    const opened: string[] = [];
    const openBrowser = async (address: string) => opened.push(address) > 0;
    const { stdout, stderr } = await runCli(['order', 'checkout', order.id], { ...(await world()), openBrowser });
    expect({ opened, stdout }).toEqual({ opened: [url], stdout: `${url}\n` });
    expect(stderr).toContain('opens in the browser');
  });

  it('asks the person to open it where no browser can be', async () => {
    const { stdout, stderr } = await runCli(['order', 'checkout', order.id], await world());
    expect(stdout).toBe(`${url}\n`);
    expect(stderr).toContain('Open this link yourself');
  });

  it.each([['--print-url'], ['--json']])('opens nothing with %s', async (flag) => {
    const openBrowser = async (): Promise<boolean> => {
      throw new Error('opened');
    };
    const { code, stdout, stderr } = await runCli(['order', 'checkout', order.id, flag], {
      ...(await world()),
      openBrowser,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(url);
  });

  it('ends with 6 where the order is not open any more', async () => {
    const refuse = () => {
      throw new Refusal('order_not_open');
    };
    const place = await world({ [`POST /v1/orders/${order.id}/checkout`]: refuse });
    expect((await runCli(['order', 'checkout', order.id], place)).code).toBe(6);
  });
});

describe('the browser of a system', () => {
  it('is given the address as one word', () => {
    const address = 'https://didacto.example/checkout/ord_1?a=1&b=2#code=c';
    expect(browserCommand({ platform: 'darwin', env: {} }, address)).toEqual(['open', address]);
    expect(browserCommand({ platform: 'win32', env: {} }, address)).toEqual([
      'rundll32',
      'url.dll,FileProtocolHandler',
      address,
    ]);
    expect(browserCommand({ platform: 'linux', env: { DISPLAY: ':0' } }, address)).toEqual(['xdg-open', address]);
    expect(browserCommand({ platform: 'linux', env: {} }, address)).toBeUndefined();
  });
});
