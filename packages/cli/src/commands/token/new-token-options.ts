import type { Scope } from '@didacto/sdk';
import { neededChoices, neededText, wholeNumber } from '../../params.js';

const groups = [
  'institution',
  'members',
  'invitations',
  'serviceAccounts',
  'lectures',
  'staff',
  'lessons',
  'enrollments',
  'roster',
  'labs',
  'devices',
  'seats',
  'screens',
  'audit',
] as const;

/** What an access token can be good for; a test holds it to the contract, whose own list would load zod. */
export const scopes = groups.flatMap((group) => [`${group}:read`, `${group}:write`] as const satisfies Scope[]);

/** What a new access token takes. */
export const newTokenOptions = {
  name: neededText('name', { en: 'what it is for', ko: '어디에 쓰는지' }),
  scope: neededChoices('scope', scopes, {
    en: 'what it may do; write reads too',
    ko: '할 수 있는 일. write는 읽기도 합니다',
  }),
  expiresInDays: wholeNumber('days', {
    en: 'until it expires, 1 to 365 (default: 90)',
    ko: '유효 일수, 1~365 (기본: 90)',
  }),
};
