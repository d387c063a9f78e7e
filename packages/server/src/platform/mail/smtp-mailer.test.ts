import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mails } from '../../mails/index.js';
import { selfSigned } from '../../testing/self-signed.js';
import { until } from '../../testing/until.js';
import { createMailer } from './create-mailer.js';
import type { Letter, Mailer, SmtpOptions } from './mailer.js';
import { letterMs } from './smtp-mailer.js';
import { ownedClock } from './testing/owned-clock.js';
import { openPostOffice, type PostOffice } from './testing/post-office.js';

const letter: Letter = {
  to: 'haeun@school.example',
  subject: '[한빛고등학교] 인증 코드 안내 — 아주 긴 제목이어도 한 글자도 잃지 않고 그대로 도착해야 합니다',
  text: '안녕하세요, 김하은 님.\n\n.점으로 시작하는 줄\n..\n.\n\n코드: 482913\n',
  html: '<p>안녕하세요, 김하은 님.</p><p><strong>482913</strong></p>',
};
const account = { user: 'desk@school.example', pass: 'p:/@#%? 비밀' };
const withAccount = (url: string): string =>
  url.replace('://', `://${encodeURIComponent(account.user)}:${encodeURIComponent(account.pass)}@`);

const urlOf = (server: Server): string => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `smtp://127.0.0.1:${address.port}`;
};

describe('mail through a server', () => {
  const clock = ownedClock();
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });
  const office = async (...options: Parameters<typeof openPostOffice>): Promise<PostOffice> => {
    const opened = await openPostOffice(...options);
    open.push(opened);
    return opened;
  };
  const mailerTo = async (options: SmtpOptions, from = '한빛고등학교 <no-reply@school.example>'): Promise<Mailer> => {
    const mailer = await createMailer({ kind: 'smtp', from, ...options }, { clock });
    open.push(mailer);
    return mailer;
  };
  const failureOf = (sending: Promise<void>): Promise<unknown> =>
    sending.then(
      () => 'sent',
      (error: unknown) => error,
    );
  /** All that an error could show to who prints it. */
  const everything = (error: unknown): string => inspect(error, { depth: 10, showHidden: true });

  test('arrives with its Korean subject and both parts as they were', async () => {
    const { url, delivered } = await office();
    await (await mailerTo({ url })).send(letter);
    expect(delivered).toMatchObject([
      {
        from: 'no-reply@school.example',
        to: ['haeun@school.example'],
        mail: {
          subject: letter.subject,
          text: letter.text,
          html: letter.html,
          date: new Date(clock.now()),
          from: { value: [{ name: '한빛고등학교', address: 'no-reply@school.example' }] },
        },
      },
    ]);
    expect(delivered[0]?.mail.headers.get('auto-submitted')).toBe('auto-generated');
  });

  describe('that wants a password', () => {
    const server: SMTPServerOptions = {
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, done) =>
        username === account.user && password === account.pass
          ? done(null, { user: username })
          : done(new Error(`no such account: ${username} ${password}`)),
    };

    test('shows the credentials of the address', async () => {
      const { url, delivered } = await office({ server });
      await (await mailerTo({ url: withAccount(url) })).send(letter);
      expect(delivered).toMatchObject([{ user: account.user }]);
    });

    test('tells of wrong ones without naming them', async () => {
      const { url } = await office({ server });
      const failure = await failureOf((await mailerTo({ url: url.replace('://', '://desk:wr0ng@') })).send(letter));
      expect(failure).toMatchObject({ reason: 'sign_in', isTemporary: false, detail: '535' });
      for (const secret of ['wr0ng', 'desk', letter.to, '482913']) expect(everything(failure)).not.toContain(secret);
    });
  });

  describe('over TLS', () => {
    let folder: string;
    let certificate: { cert: string; key: string };
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'didacto-smtp-'));
      const { cert, key } = selfSigned(folder, 'smtp');
      certificate = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const shown: string[] = [];
    const onAuth: SMTPServerOptions['onAuth'] = ({ username = '' }, _session, done) => {
      shown.push(username);
      done(null, { user: username });
    };

    test('goes by STARTTLS', async () => {
      const { url, delivered } = await office({ server: { ...certificate, onAuth } });
      await (await mailerTo({ url: withAccount(url), ca: certificate.cert, requireTls: true })).send(letter);
      expect(delivered).toMatchObject([{ secure: true, user: account.user }]);
    });

    test('goes by smtps', async () => {
      const { url, delivered } = await office({ server: { ...certificate, secure: true, onAuth } });
      await (await mailerTo({ url: withAccount(url).replace('smtp:', 'smtps:'), ca: certificate.cert })).send(letter);
      expect(delivered).toMatchObject([{ secure: true, user: account.user }]);
    });

    test('never falls back to clear text when the server, or who stands before it, offers no STARTTLS', async () => {
      shown.length = 0;
      const stripped: SMTPServerOptions = { disabledCommands: ['STARTTLS'], authOptional: true, onAuth };
      const { url, delivered } = await office({ server: stripped });
      const failure = await failureOf((await mailerTo({ url: withAccount(url), requireTls: true })).send(letter));
      expect(failure).toMatchObject({ reason: 'tls' });
      expect(delivered).toEqual([]);
      expect(shown).toEqual([]);
    });

    test.each(['smtp', 'smtps'])(
      'says nothing to a server whose certificate it does not trust (%s)',
      async (scheme) => {
        shown.length = 0;
        const server = { ...certificate, secure: scheme === 'smtps', authOptional: true, onAuth };
        const { url, delivered } = await office({ server });
        const options = { url: withAccount(url).replace('smtp:', `${scheme}:`), requireTls: true };
        const failure = await failureOf((await mailerTo(options)).send(letter));
        expect(failure).toMatchObject({ reason: 'connection', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
        expect(delivered).toEqual([]);
        expect(shown).toEqual([]);
      },
    );

    test('is not asked of this machine, whose certificate nobody could check', async () => {
      const { url, delivered } = await office({ server: { ...certificate, authOptional: true } });
      await (await mailerTo({ url })).send(letter);
      expect(delivered).toMatchObject([{ secure: false }]);
    });
  });

  describe('that is refused', () => {
    test.each([
      [451, true],
      [452, true],
      [550, false],
      [554, false],
    ])('with %i may be tried again: %s; the failure holds nothing of the letter', async (code, isTemporary) => {
      const text = `${letter.to} may not have "${letter.subject}" 482913`;
      const { url } = await office({ refuse: () => ({ code, text }) });
      const failure = await failureOf((await mailerTo({ url })).send(letter));
      expect(failure).toMatchObject({ reason: 'refused', isTemporary, detail: String(code) });
      for (const secret of [letter.to, '482913', '한빛']) expect(everything(failure)).not.toContain(secret);
    });

    test('at its recipient does not keep the next one', async () => {
      const server: SMTPServerOptions = {
        disabledCommands: ['STARTTLS'],
        authOptional: true,
        onRcptTo: ({ address }, _session, done) =>
          done(address === letter.to ? Object.assign(new Error(`no ${address}`), { responseCode: 550 }) : null),
      };
      const { url, delivered } = await office({ server });
      const mailer = await mailerTo({ url });
      expect(await failureOf(mailer.send(letter))).toMatchObject({ reason: 'refused', isTemporary: false });
      await mailer.send({ ...letter, to: 'other@school.example' });
      expect(delivered).toMatchObject([{ to: ['other@school.example'] }]);
    });
  });

  test('to a server that is not there may be tried again', async () => {
    const { url, close } = await openPostOffice();
    await close();
    const failure = await failureOf((await mailerTo({ url: withAccount(url) })).send(letter));
    expect(failure).toMatchObject({ reason: 'connection', isTemporary: true, detail: 'ECONNREFUSED' });
    expect(everything(failure)).not.toContain(account.pass);
  });

  test('does not wait for a server that never ends', async () => {
    const trickling = createServer((socket) => {
      const timer = setInterval(() => socket.write('220-wait\r\n'), 5);
      socket.on('error', () => undefined).on('close', () => clearInterval(timer));
    });
    trickling.listen(0, '127.0.0.1');
    await once(trickling, 'listening');
    open.push({ close: async () => void trickling.close() });
    const failure = failureOf((await mailerTo({ url: urlOf(trickling) })).send(letter));
    await once(trickling, 'connection');
    clock.pass(letterMs);
    expect(await failure).toMatchObject({ reason: 'connection', isTemporary: true, detail: 'EABORT' });
    expect(clock.timers()).toBe(0);
  });

  test('is broken off by closing', async () => {
    let connections = 0;
    const mute: SMTPServerOptions = { onConnect: () => void connections++ };
    const { url } = await office({ server: mute });
    const mailer = await mailerTo({ url });
    const failure = failureOf(mailer.send(letter));
    await until('the server was called', () => connections === 1);
    await mailer.close();
    expect(await failure).toMatchObject({ reason: 'connection' });
  });

  describe('has no header that a person wrote', () => {
    const headersOf = (raw: string): string[] =>
      raw
        .slice(0, raw.indexOf('\r\n\r\n'))
        .replace(/\r\n[ \t]+/g, ' ')
        .split('\r\n')
        .map((header) => header.slice(0, header.indexOf(':')).toLowerCase())
        .sort();
    const usual = ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'];

    test('through a name in a mail', async () => {
      const { url, delivered } = await office();
      const mail = mails.invitation('en', {
        institution: 'Hanbit\r\nX-Evil: 1',
        invitedBy: 'Kim\r\nBcc: victim@evil.example\r\n\r\n<h1>own body</h1>',
        name: 'Lee\nReply-To: a@evil.example',
        link: 'https://school.example/i#1',
        code: 'abc',
        validUntil: '2026-03-02T00:00:00.000Z',
        timeZone: 'Asia/Seoul',
      });
      await (await mailerTo({ url })).send({ to: letter.to, ...mail });
      expect(delivered[0]?.to).toEqual([letter.to]);
      expect(headersOf(delivered[0]?.raw ?? '')).toEqual(usual);
    });

    test('through any subject, however it is written', async () => {
      const { url, delivered } = await office();
      const mailer = await mailerTo({ url });
      const piece = fc.oneof(
        fc.constantFrom('\r', '\n', '\r\n', 'Bcc: x@evil.example', '\0', '=?utf-8?Q?=0D=0A?=', '\u2028'),
        fc.string(),
      );
      const nasty = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
      await fc.assert(
        fc.asyncProperty(nasty, async (subject) => {
          await mailer.send({ ...letter, subject });
          const last = delivered.at(-1);
          expect(last?.to).toEqual([letter.to]);
          const headers = headersOf(last?.raw ?? '');
          // An empty subject has no header.
          expect(headers.includes('subject') ? headers : [...headers, 'subject'].sort()).toEqual(usual);
        }),
        { numRuns: 60 },
      );
    });
  });
});
