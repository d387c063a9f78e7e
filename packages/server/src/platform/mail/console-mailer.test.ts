import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mails } from '../../mails/index.js';
import { systemClock } from '../clock.js';
import { createMailer } from './create-mailer.js';
import type { Letter } from './mailer.js';

const from = '한빛고등학교 <no-reply@school.example>';
const letter: Letter = { to: 'haeun@school.example', subject: '제목', text: '첫 줄\n둘째 줄', html: '<p>첫 줄</p>' };

async function shown(letter: Letter): Promise<string> {
  const output = new PassThrough();
  const mailer = await createMailer({ kind: 'console', from }, { clock: systemClock, console: output });
  await mailer.send(letter);
  await mailer.close();
  output.end();
  return text(output);
}

test('a letter on the console can be read, its code too', async () => {
  const mail = mails.signUpCode('ko', {
    institution: '한빛고등학교',
    code: '482913',
    link: 'https://school.example/account/sign-up#a',
    validMinutes: 20,
  });
  const all = await shown({ to: letter.to, ...mail });
  expect(all).toContain(
    'From: 한빛고등학교 <no-reply@school.example>\nTo: haeun@school.example\nSubject: 한빛고등학교 ',
  );
  expect(all).toContain('482913');
  expect(all).toContain('https://school.example/account/sign-up#a');
});

test('no letter steers the terminal', async () => {
  const all = await shown({ ...letter, subject: 'a\u001b[2J\nTo: b', text: 'x\r\u001b]0;owned\u0007\u202ey' });
  expect(all).toContain('Subject: a\\u{1b}[2J To: b');
  expect(all).toContain('x\\u{d}\\u{1b}]0;owned\\u{7}\\u{202e}y');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (subject, body) => {
      expect(await shown({ ...letter, subject, text: body })).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    }),
  );
});

test('what cannot be written is told, without the letter', async () => {
  const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error(`EPIPE ${letter.text}`)) });
  broken.on('error', () => undefined);
  const mailer = await createMailer({ kind: 'console', from }, { clock: systemClock, console: broken });
  await expect(mailer.send(letter)).rejects.toMatchObject({ reason: 'storage' });
  await expect(mailer.send(letter)).rejects.toThrow(/^The letter was not sent: storage$/);
});
