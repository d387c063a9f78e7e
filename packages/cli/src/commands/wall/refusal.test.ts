import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../exit-codes.js';
import { refusalOf } from './refusal.js';

describe('what a socket’s no means', () => {
  it('is said in words, with the exit code of its kind', () => {
    expect(refusalOf('forbidden', 'en')).toMatchObject({
      message: 'You may not do this.',
      exitCode: exitCodes.forbidden,
    });
    expect(refusalOf('forbidden', 'ko').message).toBe('권한이 없습니다.');
  });

  it('is to sign in again, whatever is said against the token', () => {
    for (const code of ['token_expired', 'token_invalid', 'unauthenticated'])
      expect(refusalOf(code, 'en')).toMatchObject({
        code,
        message: 'Your sign-in has ended. Sign in with: didacto login',
        exitCode: exitCodes.needsLogin,
      });
  });
});
