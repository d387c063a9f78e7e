import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemRandom } from './ids.js';
import { passwordPolicy } from './password-policy.js';

const { fault } = passwordPolicy();

describe('a password that guessers try first is refused:', () => {
  test.each([
    ...['password', 'PassWord', 'iloveyou', 'trustno1', 'passw0rd', 'administrator', 'ｐａｓｓｗｏｒｄ'],
    ...['password1!', 'Password2026!!', 'dragon-2026', 'monkey 7', 'qwer1234!', 'secret-123', 'letmein!@#'],
  ])('%s, which leaks hold, also with digits and signs at its end', (password) => {
    expect(fault(password, {})).toBe('password_common');
  });

  test.each([
    ...['qlalfqjsgh', 'dkssudgktpdy', 'tkfkdgo1', 'TKFKDGO!!', 'eogksalsrnr', '비밀번호1234', '사랑해사랑해12'],
    ...['비밀번호1234'.normalize('NFD'), 'ehrehsmsdnflEkd', 'tjstodsla1', 'gkrtod2026', 'didacto1', 'DIDACTO-2026'],
  ])('%s, which Koreans know, in Hangul or as typed on an English keyboard', (password) => {
    expect(fault(password, {})).toBe('password_common');
  });

  test.each([
    ...['aaaaaaaa', '11111111', '........', 'ㅋㅋㅋㅋㅋㅋㅋㅋ', 'aaaabbbb', 'abababab', 'xyzzxyzz', '하하하하하하하하'],
    ...['abcdefgh', 'hgfedcba', '12345678', '87654321', '34567890', '78901234', 'qwertyui', 'iuytrewq', 'lkjhgfdsa'],
    ...['asdfjkl;', 'qwer1234', '4321rewq', '1qaz2wsx3edc', 'zaq1xsw2', '1q2w3e4r5t', 'q1w2e3r4', 'abc123def456'],
    ...['qwer!@#$', '1234!@#$', 'abcdefgh!', '12345678!!', 'QWERTYUI'],
  ])('%s, which is a repeat or a run', (password) => {
    expect(fault(password, {})).toBe('password_common');
  });
});

describe('a password with what others know of its owner is refused:', () => {
  const about = { email: 'Haeun.Kim+school@school.example', name: '김하은', institution: '한국 코딩고' };

  test.each([
    'xx haeun.kim xx',
    'my-HAEUNKIM-pass',
    '김하은이다아아아아',
    'rlagkdms!2951',
    'XRLAGKDMSX',
    '하은이는오늘도웃는다',
    'we love 한국 코딩고',
    '한국코딩고 만세만세',
    'gksrnrzheldrh77',
  ])('%s', (password) => {
    expect(fault(password, about)).toBe('password_personal');
    expect(fault(password, { email: 'other@school.example', name: '이준', institution: '' })).toBeUndefined();
  });

  test('a part of a name, from four characters on', () => {
    const name = 'Mary Lee-Jones';
    expect(fault('proud mary rolling', { name })).toBe('password_personal');
    expect(fault('the leejones family', { name })).toBe('password_personal');
    expect(fault('a leeward journey', { name })).toBeUndefined();
    expect(fault('kim chooses well', { email: 'kim@school.example' })).toBeUndefined();
  });

  test('what is common is told before what is personal', () => {
    expect(fault('password1', { name: 'Pass Word', email: 'password@school.example' })).toBe('password_common');
  });
});

describe('a password passes', () => {
  test.each([
    'correct horse battery',
    'a quite new one',
    'another good one',
    'long enough',
    'mine from now on',
    'demo school password',
    '오늘은 비가 온다네',
    'tiger moon 42',
    'x7#kQ9!pLw',
    '84719203',
    'tyghbnui',
    'password of my heart',
    'my dragon 2026 sleeps',
  ])('that is a phrase or not known: %s', (password) => {
    expect(fault(password, { email: 'haeun@school.example', name: '김하은', institution: '한국고' })).toBeUndefined();
  });

  test('whenever it is long and random, and every text gets an answer', () => {
    for (let i = 0; i < 500; i++) expect(fault(systemRandom(12).toString('base64url'), {})).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (password, email, name) => {
        expect([undefined, 'password_common', 'password_personal']).toContain(fault(password, { email, name }));
      }),
    );
  });

  test('without facts that are there but empty', () => {
    expect(fault('correct horse battery', { email: '', name: '', institution: '' })).toBeUndefined();
    expect(fault('correct horse battery', { email: '@', name: ' - ' })).toBeUndefined();
  });
});
