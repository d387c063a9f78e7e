import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-http.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';

const pairs = 60;
const widest = 1.25;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** How many times as long the first takes as the second: medians of calls made in turns. */
async function ratioOf(first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<number> {
  const [ofFirst, ofSecond]: [number[], number[]] = [[], []];
  const timed = async (work: () => Promise<unknown>) => {
    const begin = performance.now();
    await work();
    return performance.now() - begin;
  };
  for (let n = 0; n < pairs; n++) {
    ofFirst.push(await timed(first));
    ofSecond.push(await timed(second));
  }
  return median(ofFirst) / median(ofSecond);
}

/** A machine shared with others may spoil one measurement; what leaks spoils all of them. */
async function mustNotTell(what: string, first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<void> {
  const ratios: number[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    const ratio = await ratioOf(first, second);
    ratios.push(ratio);
    process.stdout.write(`${what}: known takes ${ratio.toFixed(3)} times as long as unknown\n`);
    if (ratio < widest && ratio > 1 / widest) return;
  }
  expect.fail(`${what} tells known addresses by time: ${ratios.join(', ')}`);
}

describe('whether an address has an account', () => {
  let school: TestServer;
  beforeAll(async () => {
    // A cost that is felt: at the tests’ own, everything else would be measured.
    school = await startTestServer({ env: { ARGON2_MEMORY_KIB: '4096', ARGON2_PASSES: '2' } });
  });
  afterAll(() => school.stop());

  const post = (path: string, body: object) =>
    rawRequest(`${school.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'same' },
      body: JSON.stringify(body),
    });
  let fresh = 0;
  const nobody = () => `nobody-${++fresh}@school.example`;
  /** Addresses of members, each asked for once: a second code within a minute is refused. */
  const known = async (count: number) => {
    const { db } = school.server;
    const [row] = await db('members').select('*').limit(1);
    const emails = Array.from({ length: count }, () => `known-${++fresh}@school.example`);
    for (const email of emails) {
      const id = `mem_${String(fresh).padStart(4, '0')}${email.replace(/\D/g, '').padStart(22, '0')}`;
      await db('members').insert({ ...row, id, email, role: 'student', name: 'Known' });
    }
    return emails;
  };

  test('is not told by how long a sign-in takes', async () => {
    const { email } = school.admin.member;
    await mustNotTell(
      'a sign-in with a wrong password',
      () => post('/v1/sessions', { email, password: 'wrong' }),
      () => post('/v1/sessions', { email: 'nobody@school.example', password: 'wrong' }),
    );
  });

  test.each(['sign_up', 'password_reset'] as const)('is not told by how long a code for %s takes', async (purpose) => {
    const waiting = await known(pairs * 4);
    await mustNotTell(
      `a code for ${purpose}`,
      () => post('/v1/verifications', { email: waiting.pop() ?? '', purpose }),
      () => post('/v1/verifications', { email: nobody(), purpose }),
    );
  });

  test.each(['sign_up', 'password_reset'] as const)('is not told by the answer to a code for %s', async (purpose) => {
    const [email = ''] = await known(1);
    const shapeOf = async (address: string) => {
      const { status, headers, text } = await post('/v1/verifications', { email: address, purpose });
      const { id, expiresAt, resendAt, ...rest } = JSON.parse(text);
      const kinds = [id, expiresAt, resendAt].map((value) => String(value).length);
      // Made of the time and of the id.
      const { date, etag: _, ...others } = headers;
      return { status, kinds, rest, others, date: typeof date };
    };
    expect(await shapeOf(email)).toEqual(await shapeOf(nobody()));
  });

  test('is not told by a code that is wrong', async () => {
    const [email = ''] = await known(1);
    const confirm = async (address: string) => {
      const { text } = await post('/v1/verifications', { email: address, purpose: 'sign_up' });
      return post(`/v1/verifications/${JSON.parse(text).id}/confirm`, { code: '000000' });
    };
    const [ofMember, ofNobody] = [await confirm(email), await confirm(nobody())];
    expect([ofMember.status, ofMember.text]).toEqual([ofNobody.status, ofNobody.text]);
  });
});
