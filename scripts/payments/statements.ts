import { kakaoPay } from './statements/kakaopay.js';
import { portOneV1 } from './statements/portone-v1.js';
import { portOneV2 } from './statements/portone-v2.js';
import type { Statement } from './statements/statement.js';
import { tossPayments } from './statements/tosspayments.js';

/** What the providers' contracts state (psp-contracts, sections 1 to 4), each with its test, or why nothing here needs it. */
export const statements: readonly Statement[] = [...portOneV1, ...portOneV2, ...tossPayments, ...kakaoPay];
