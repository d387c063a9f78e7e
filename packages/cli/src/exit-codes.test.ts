import { errors } from '@didacto/sdk/contract';
import { describe, expect, it } from 'vitest';
import { exitCodeOfStatus, exitCodes } from './exit-codes.js';
import { messages } from './i18n/index.js';

describe('exit codes', () => {
  it('say for each status of the contract what a script should do about it', () => {
    const statuses = new Set(Object.values(errors).map(({ status }) => status));
    for (const status of statuses) expect(Object.values(exitCodes), String(status)).toContain(exitCodeOfStatus(status));
    expect(exitCodeOfStatus(errors.unauthenticated.status)).toBe(4);
    expect(exitCodeOfStatus(errors.forbidden.status)).toBe(5);
    expect(exitCodeOfStatus(errors.not_found.status)).toBe(3);
    expect(exitCodeOfStatus(errors.validation_failed.status)).toBe(3);
    expect(exitCodeOfStatus(errors.lecture_limit_reached.status)).toBe(6);
    expect(exitCodeOfStatus(errors.database_busy.status)).toBe(7);
    expect(exitCodeOfStatus(errors.rate_limited.status)).toBe(7);
    expect(exitCodeOfStatus(errors.internal_error.status)).toBe(1);
    expect(exitCodeOfStatus(418)).toBe(1);
  });

  it('are all in the help, in both languages', () => {
    for (const language of ['en', 'ko'] as const) {
      const shown = [...messages(language).help.exitCodes.matchAll(/^ +(\d+) /gm)].map(([, code]) => Number(code));
      expect(shown).toEqual(Object.values(exitCodes));
    }
  });
});
