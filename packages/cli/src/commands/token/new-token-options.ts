import { scopes } from '@didacto/sdk';
import { neededChoices, neededText, wholeNumber } from '../../params.js';

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
