import { usageError } from '../../cli-error.js';
import type { Param } from '../../params.js';

/** The call happens once for each key, however often it is made; without one every call is another. */
export const keyOption: Param<{ readonly idempotencyKey?: string }> = {
  text: {
    en: 'do it once for this key, however often the command is repeated',
    ko: '명령을 되풀이해도 이 키로는 한 번만 실행합니다',
  },
  value: 'key',
  read: (raw) => {
    if (raw === undefined) return {};
    if (typeof raw !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(raw))
      throw usageError('--key must be of 1 to 255 visible characters');
    return { idempotencyKey: raw };
  },
};
