import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '../../testing/until.js';
import { createMailer } from './create-mailer.js';
import { MailFailure } from './mail-failure.js';
import type { Letter, Mailer } from './mailer.js';
import { createPostman } from './postman.js';
import { logLines } from './testing/log-lines.js';
import { ownedClock } from './testing/owned-clock.js';
import { openPostOffice, type PostOffice } from './testing/post-office.js';

const letterTo = (name: string): Letter => ({
  to: `${name}@school.example`,
  subject: `Subject for ${name}`,
  text: `Your code is 482913, ${name}`,
  html: `<p>482913 ${name}</p>`,
});
const minute = 60_000;

/** A mailer whose letters end as, and when, a test says. */
function scriptedMailer() {
  const underWay: { readonly letter: Letter; readonly end: (failure?: unknown) => void }[] = [];
  const mailer: Mailer = {
    send: (letter) =>
      new Promise((resolve, reject) => {
        const end = (failure?: unknown) => {
          underWay.splice(
            underWay.findIndex((sending) => sending.letter === letter),
            1,
          );
          if (failure === undefined) resolve();
          else reject(failure);
        };
        underWay.push({ letter, end });
      }),
    close: async () => undefined,
  };
  return { mailer, underWay };
}
const waits = (lines: readonly string[]): number => lines.filter((line) => line.includes('tried again')).length;
/** Until nothing moves by itself. */
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('a postman with a real mail server', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });
  const start = async (office: PostOffice) => {
    const clock = ownedClock();
    const { log, lines } = logLines();
    const url = office.url.replace('://', '://desk:s3cret@');
    const mailer = await createMailer({ kind: 'smtp', from: 'no-reply@school.example', url }, { clock });
    open.push(office, mailer);
    return { postman: createPostman({ mailer, clock, log }), clock, lines };
  };

  test('brings what was refused for now, later', async () => {
    const office = await openPostOffice({
      refuse: (nth) => (nth <= 2 ? { code: 451, text: 'greylisted' } : undefined),
    });
    const { postman, clock, lines } = await start(office);
    postman.post(letterTo('haeun'));
    for (const tries of [1, 2]) {
      await until('it waits for its next try', () => waits(lines) === tries);
      clock.pass(minute);
    }
    await postman.idle();
    expect(office.delivered).toMatchObject([{ to: ['haeun@school.example'] }]);
    expect(lines.filter((line) => line.includes('given up'))).toEqual([]);
  });

  test('gives up what is refused for good, and the log holds a count and a reason, nothing else', async () => {
    const { to, subject, text } = letterTo('haeun');
    const office = await openPostOffice({ refuse: () => ({ code: 550, text: `${to} ${subject} ${text}` }) });
    const { postman, lines } = await start(office);
    postman.post(letterTo('haeun'));
    await postman.idle();
    postman.post(letterTo('minjun'));
    await postman.idle();
    expect(office.brought()).toBe(2);
    const logged = lines.map((line): Record<string, unknown> => JSON.parse(line));
    expect(logged.map(({ time: _, ...rest }) => rest)).toEqual(
      [1, 2].map((givenUp) => ({
        level: 50,
        reason: 'refused',
        detail: '550',
        count: 1,
        givenUp,
        msg: 'mail was given up',
      })),
    );
  });

  test('waits for a server that is down', async () => {
    const away = await openPostOffice();
    await away.close();
    const { postman, clock, lines } = await start(away);
    const names = ['haeun', 'minjun', 'seoyeon', 'dohyun', 'jiwoo', 'yuna'];
    for (const name of names) postman.post(letterTo(name));
    await until('all wait', () => waits(lines) === names.length);
    const back = await openPostOffice({ port: away.port });
    open.push(back);
    clock.pass(minute);
    await postman.idle();
    expect(back.delivered.flatMap(({ to }) => to).sort()).toEqual(names.map((name) => letterTo(name).to).sort());
    const all = lines.join('');
    for (const secret of ['haeun', 'school.example', '482913', 'Subject', 's3cret']) expect(all).not.toContain(secret);
  });
});

describe('a postman', () => {
  const start = (options: Partial<Parameters<typeof createPostman>[0]> = {}) => {
    const { mailer, underWay } = scriptedMailer();
    const clock = ownedClock();
    const { log, lines } = logLines();
    return { postman: createPostman({ mailer, clock, log, ...options }), underWay, clock, lines };
  };
  const passing = new MailFailure('connection', true, 'ECONNREFUSED');

  test('returns before anything is done for a letter', async () => {
    const { postman, underWay } = start();
    postman.post(letterTo('haeun'));
    await Promise.resolve();
    expect(underWay).toHaveLength(0);
    await settled();
    expect(underWay).toHaveLength(1);
  });

  test('gives up a letter within the life of its code, after each of its tries', async () => {
    const { postman, underWay, clock, lines } = start();
    const began = clock.now();
    postman.post(letterTo('haeun'));
    let tries = 0;
    await settled();
    while (underWay[0]) {
      tries++;
      underWay[0].end(passing);
      await settled();
      while (underWay.length === 0 && clock.timers() > 0) {
        clock.pass(1_000);
        await settled();
      }
    }
    await postman.idle();
    expect(tries).toBe(6);
    expect(clock.now() - began).toBeLessThan(20 * minute);
    expect(lines.at(-1)).toContain('"reason":"connection"');
  });

  test('holds so many letters and no more', async () => {
    const { postman, underWay, lines } = start({ parallel: 1, maxHeld: 3 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) postman.post(letterTo(name));
    const sent: string[] = [];
    await settled();
    while (underWay[0]) {
      sent.push(underWay[0].letter.to);
      underWay[0].end();
      await settled();
    }
    expect(sent).toEqual(['a', 'b', 'c'].map((name) => letterTo(name).to));
    expect(lines.filter((line) => line.includes('too_many'))).toHaveLength(2);
    postman.post(letterTo('f'));
    await settled();
    expect(underWay).toHaveLength(1);
  });

  test('keeps what a fault of its own says to itself', async () => {
    const { postman, underWay, lines } = start();
    postman.post(letterTo('haeun'));
    await settled();
    underWay[0]?.end(new TypeError('haeun@school.example is not a function'));
    await postman.idle();
    expect(lines.join('')).toContain('"reason":"unexpected","detail":"TypeError"');
    expect(lines.join('')).not.toContain('haeun');
  });

  describe('that stops', () => {
    test('brings what it holds, also what waited for its next try', async () => {
      const { postman, underWay, clock, lines } = start({ parallel: 1 });
      postman.post(letterTo('haeun'));
      await settled();
      underWay[0]?.end(passing);
      await settled();
      postman.post(letterTo('minjun'));
      const stopped = postman.stop();
      for (const _ of ['haeun', 'minjun']) {
        await settled();
        underWay[0]?.end();
      }
      await stopped;
      expect(lines.filter((line) => line.includes('given up'))).toEqual([]);
      expect(clock.timers()).toBe(0);
    });

    test('does not wait for another try', async () => {
      const { postman, underWay, lines } = start();
      postman.post(letterTo('haeun'));
      await settled();
      const stopped = postman.stop();
      underWay[0]?.end(passing);
      await stopped;
      expect(lines.at(-1)).toContain('"reason":"connection"');
    });

    test('gives up what takes longer than it may, and takes nothing more', async () => {
      const { postman, underWay, clock, lines } = start({ parallel: 2, drainMs: 3_000 });
      for (const name of ['a', 'b', 'c']) postman.post(letterTo(name));
      await settled();
      const stopped = postman.stop();
      let isStopped = false;
      void stopped.then(() => {
        isStopped = true;
      });
      clock.pass(2_999);
      await settled();
      expect(isStopped).toBe(false);
      clock.pass(1);
      await stopped;
      await postman.idle();
      expect(lines.at(-1)).toContain('"reason":"stopped","count":3,"givenUp":3');
      underWay[0]?.end(passing);
      postman.post(letterTo('d'));
      await settled();
      expect(underWay.map(({ letter }) => letter.to)).toEqual([letterTo('b').to]);
      expect(lines.at(-1)).toContain('"reason":"stopped","count":1,"givenUp":4');
      expect(clock.timers()).toBe(0);
      await postman.stop();
    });
  });

  test('sends each letter until it is taken, refused for good or out of tries, a few at a time', async () => {
    const outcome = fc.constantFrom<'sent' | 'later' | 'never'>('sent', 'later', 'never');
    const delays = [1_000, 5_000];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(outcome, { minLength: 3, maxLength: 3 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (scripts, parallel) => {
          const { postman, underWay, clock, lines } = start({ parallel, retryDelaysMs: delays });
          const tries = scripts.map(() => 0);
          for (const index of scripts.keys()) postman.post(letterTo(`n${index}`));
          let isIdle = false;
          void postman.idle().then(() => {
            isIdle = true;
          });
          await settled();
          while (!isIdle) {
            expect(underWay.length).toBeLessThanOrEqual(parallel);
            const next = underWay[0];
            if (next) {
              const index = Number(/\d+/.exec(next.letter.to)?.[0]);
              const result = scripts[index]?.[tries[index] ?? 0];
              tries[index] = (tries[index] ?? 0) + 1;
              next.end(result === 'sent' ? undefined : new MailFailure('refused', result === 'later'));
            } else clock.pass(1_000);
            await settled();
          }
          const expected = scripts.map((script) => script.findIndex((each) => each !== 'later') + 1 || 3);
          expect(tries).toEqual(expected);
          const lost = scripts.filter((script) => (script.find((each) => each !== 'later') ?? 'later') !== 'sent');
          expect(lines.filter((line) => line.includes('given up'))).toHaveLength(lost.length);
          expect(clock.timers()).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
