import { createRequire } from 'node:module';
import type { ErrorCode } from '@didacto/sdk/contract';
import { keysPressed } from './keys-pressed.js';

export type PasswordFault = Extract<ErrorCode, 'password_common' | 'password_personal'>;

/** Whose password it is. */
export interface AboutMember {
  readonly email?: string;
  readonly name?: string;
  readonly institution?: string;
}

export interface PasswordPolicy {
  /** Why a guesser would try this password early; undefined: no reason is known. Its length is the contract's matter. */
  fault(password: string, about: AboutMember): PasswordFault | undefined;
}

/** Refuses what guessers try first (NIST SP 800-63B-4, 3.1.1.2), and asks for no kinds of characters. */
export const passwordPolicy = (): PasswordPolicy => ({
  fault: (password, about) => {
    const keys = keysPressed(password);
    if (stems(keys).some((stem) => commonPasswords().has(stem) || isPattern(stem))) return 'password_common';
    if (wordsAbout(about).some((word) => keys.includes(word))) return 'password_personal';
    return undefined;
  },
});

// Shorter ones could pass the length rule only with most of them added.
const shortestStem = 6;
const shortestWord = 4;

/** What Koreans choose beside the world's list, which holds hardly any of it; also as typed on an English keyboard. */
const ours =
  `비밀번호 암호입니다 안녕하세요 안녕하십니까 반갑습니다 감사합니다 고맙습니다 사랑해 사랑해요 사랑합니다 사랑한다
  사랑해요엄마 행복하세요 행복하자 화이팅 파이팅 대한민국 우리나라 독도는우리땅 무궁화 태극기 서울시 부산시 가나다라
  가나다라마바사 나는바보 바보야 바보멍청이 엄마아빠 아빠엄마 우리엄마 우리가족 아버지 어머니 하나님 예수님 부처님
  컴퓨터 컴퓨터실 전산실 실습실 선생님 학생 학생입니다 우리학교 초등학교 중학교 고등학교 대학교 공부하자 관리자
  didacto didactoadmin`.split(/\s+/);

let loaded: ReadonlySet<string> | undefined;

/** Loaded by the first password that is looked at, since it takes memory and time: some 10 MB and 60 ms. */
function commonPasswords(): ReadonlySet<string> {
  if (loaded) return loaded;
  const { dictionary }: typeof import('@zxcvbn-ts/language-common') = createRequire(import.meta.url)(
    '@zxcvbn-ts/language-common',
  );
  const all = [...dictionary['passwords-common'], ...ours].map(keysPressed);
  loaded = new Set(all.filter((keys) => keys.length >= shortestStem));
  return loaded;
}

/** The password, and what is left of it when digits and signs at its end are taken away one by one. */
function stems(keys: string): string[] {
  const shortest = Math.max(shortestStem, keys.replace(/\P{L}+$/u, '').length);
  const all = [];
  for (let length = keys.length; length >= shortest; length--) all.push(keys.slice(0, length));
  return all;
}

/** Neighbours on a keyboard or in a row that everyone knows by heart. */
const rows = `abcdefghijklmnopqrstuvwxyz 01234567890123456789 !@#$%^&*() qwertyuiop[] asdfghjkl;' zxcvbnm,./
  1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/ 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0`
  .split(/\s+/)
  .flatMap((row) => [row, [...row].reverse().join('')]);

/** A piece again and again, or nothing but runs: repeats and pieces of rows, of 3 characters or more. */
function isPattern(keys: string): boolean {
  if (/^(.+?)\1+$/su.test(keys)) return true;
  for (let at = 0; at < keys.length; ) {
    const run = runLength(keys, at);
    if (run < 3) return false;
    at += run;
  }
  return true;
}

function runLength(keys: string, from: number): number {
  let to = from + 1;
  while (to < keys.length && isRun(keys.slice(from, to + 1))) to++;
  return to - from;
}

const isRun = (piece: string): boolean => /^(.)\1*$/su.test(piece) || rows.some((row) => row.includes(piece));

/** What an acquaintance would try: the address before the @, the name and its parts, the institution; also without signs. */
function wordsAbout({ email = '', name = '', institution = '' }: AboutMember): string[] {
  const address = email.replace(/(\+[^@]*)?@[^@]*$/, '');
  return [address, name, ...name.split(/\s+/), givenName(name), institution]
    .map(keysPressed)
    .flatMap((word) => [word, word.replace(/[^\p{L}\p{N}]/gu, '')])
    .filter((word) => word.length >= shortestWord);
}

/** A Korean name is written in one: a syllable of the family, then the given name. */
const givenName = (name: string): string =>
  /^\p{Script=Hangul}(\p{Script=Hangul}{1,3})$/u.exec(name.normalize('NFC'))?.[1] ?? '';
