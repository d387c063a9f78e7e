import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Language, type Mail, mails } from './index.js';
import { oneLine } from './layout.js';

interface Fields {
  readonly institution: string;
  readonly name: string;
  readonly invitedBy: string;
  readonly code: string;
  readonly link: string;
  readonly address: string;
  readonly client: string;
}
const usual: Fields = {
  institution: '한빛고등학교',
  name: '김하은',
  invitedBy: '이민준',
  code: '482913',
  link: 'https://school.example/account/sign-up#ver_1',
  address: '203.0.113.7',
  client: 'didacto 1.0.0 (linux)',
};
const time = { at: '2026-03-02T23:30:00.000Z', validUntil: '2026-03-02T23:30:00.000Z', timeZone: 'Asia/Seoul' };
const validMinutes = 20;

/** Every mail, and the fields that its reader must find in it. */
const kinds: Record<string, { make: (language: Language, fields: Fields) => Mail; shows: readonly (keyof Fields)[] }> =
  {
    'sign-up code': {
      make: (language, fields) => mails.signUpCode(language, { ...fields, validMinutes }),
      shows: ['code', 'link'],
    },
    'already a member': { make: mails.alreadyMember, shows: ['link'] },
    'password reset code': {
      make: (language, fields) => mails.passwordResetCode(language, { ...fields, validMinutes }),
      shows: ['code', 'link'],
    },
    'no account': { make: mails.noAccount, shows: [] },
    'password changed': {
      make: (language, fields) => mails.passwordChanged(language, { ...fields, ...time }),
      shows: ['link'],
    },
    invitation: {
      make: (language, fields) => mails.invitation(language, { ...fields, ...time }),
      shows: ['code', 'link', 'invitedBy'],
    },
    'new sign-in': {
      make: (language, fields) => mails.newSignIn(language, { ...fields, ...time }),
      shows: ['link', 'address', 'client'],
    },
    alarms: {
      make: (language, { code, client, ...fields }) =>
        mails.alarms(language, {
          ...{ ...fields, ...time },
          alarms: [{ id: 'alm_1', code: 'payment_unknown', subject: code, detail: client, openedAt: time.at }],
        }),
      shows: ['code', 'client'],
    },
    'account suspended': { make: mails.accountSuspended, shows: [] },
    'account restored': { make: mails.accountRestored, shows: [] },
  };
for (const change of ['turned_on', 'turned_off', 'reset', 'recovery_code_used'] as const)
  kinds[`second factor ${change}`] = {
    make: (language, fields) => mails.secondFactorChanged(language, { ...fields, ...time, change }),
    shows: ['link'],
  };

const every = Object.entries(kinds).flatMap(([kind, { make, shows }]) =>
  (['en', 'ko'] as const).map((language) => ({
    kind,
    language,
    make: (fields: Fields) => make(language, fields),
    shows,
  })),
);

const unescaped = (html: string): string =>
  html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
/** The markup alone: no text between tags, no address of a link. */
const markup = (html: string): string => html.replace(/>[^<>]*</g, '><').replace(/href="[^"<>]*"/g, 'href=""');
const shownIn = (html: string): string => unescaped(html.replace(/<[^<>]*>/g, '\n'));

describe.each(every)('$kind ($language)', ({ language, make, shows }) => {
  const { subject, text, html } = make(usual);

  test('says all of it in both parts', () => {
    for (const field of [...shows, 'institution', 'name'] as const) {
      expect(text).toContain(usual[field]);
      expect(field === 'link' ? unescaped(html) : shownIn(html)).toContain(usual[field]);
    }
    for (const paragraph of shownIn(html)
      .split('\n')
      .map((line) => line.trim()))
      if (paragraph !== subject) expect(text).toContain(paragraph);
  });

  test('is of its language, and greets also who has no name', () => {
    expect(html).toContain(`<html lang="${language}">`);
    expect(/[가-힣]/.test(text.replaceAll(/한빛고등학교|김하은|이민준/g, ''))).toBe(language === 'ko');
    const nameless = make({ ...usual, name: '' }).text;
    expect(nameless).toMatch(language === 'ko' ? /^안녕하세요\.\n/ : /^Hello,\n/);
    expect(`${subject}${text}${html}`).not.toMatch(/undefined|\[object|NaN/);
  });

  test('has a subject without its code, for subjects show on locked screens', () => {
    expect(subject).not.toContain(usual.code);
    expect(subject.length).toBeGreaterThan(4);
  });

  test('loads nothing and runs nothing', () => {
    expect(html).not.toMatch(/<(script|img|link|iframe|table|form|style|object|video)|url\(|src=|@import/i);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(
      shows.includes('link') ? [usual.link] : [],
    );
  });

  test('shows a script as text', () => {
    const nasty = '<script>alert(1)</script>';
    const evil = make({ ...usual, institution: nasty, name: nasty, invitedBy: nasty, client: nasty, address: nasty });
    expect(evil.html).not.toContain('<script');
    expect(shownIn(evil.html)).toContain(nasty);
  });

  test('no field breaks out of its place', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '&lt;',
        '-->',
        '</title>',
        '"><img src=x onerror=a>',
        '\r\n',
        '\n',
        '\u2028',
        '\u202e',
        '\0',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const any = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
    const link = any.map((end) => `https://school.example/account/sign-up?${end}#${end}`);
    const fields = fc.record({
      institution: any,
      name: any,
      invitedBy: any,
      code: any,
      link,
      address: any,
      client: any,
    });
    const paragraphs = (mail: Mail) => mail.text.split('\n').length;
    fc.assert(
      fc.property(fields, (given) => {
        const mail = make(given);
        expect(markup(mail.html)).toBe(markup(html));
        expect(mail.html.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>"']/);
        expect(mail.html.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
        expect(paragraphs(mail)).toBe(paragraphs({ subject, text, html }));
        expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}/u);
        expect(mail.subject).not.toContain('\n');
        for (const field of shows) if (field !== 'link') expect(shownIn(mail.html)).toContain(oneLine(given[field]));
      }),
    );
  });
});

describe('a mail', () => {
  test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://school.example/', 'not a link'])(
    'links nowhere but to a page: %s',
    (link) => {
      expect(() => mails.alreadyMember('en', { ...usual, link })).toThrow();
    },
  );

  test('keeps a long link whole', () => {
    const link = `https://school.example/account/sign-up#${'a'.repeat(2_000)}`;
    const { text, html } = mails.alreadyMember('en', { ...usual, link });
    expect(text).toContain(link);
    expect(html).toContain(`href="${link}"`);
  });

  test('shows times where the institution is', () => {
    const { text: korean } = mails.passwordChanged('ko', { ...usual, ...time });
    expect(korean).toMatch(/일시: 2026년 3월 3일 08:30 GMT\+9/);
    const { text: english } = mails.passwordChanged('en', { ...usual, ...time });
    expect(english).toMatch(/When: 3 March 2026 at 08:30 GMT\+9/);
    const { text: utc } = mails.passwordChanged('en', { ...usual, ...time, timeZone: 'UTC' });
    expect(utc).toMatch(/When: 2 March 2026 at 23:30 UTC/);
  });

  test('says how long a code is good for', () => {
    expect(mails.signUpCode('en', { ...usual, validMinutes: 20 }).text).toContain('20 minutes');
    expect(mails.signUpCode('ko', { ...usual, validMinutes: 20 }).text).toContain('20분');
  });
});
