import { createKakaoPaySandbox, type KakaoPaySandbox } from './kakaopay/kakaopay.js';
import type { Party, PartyOptions } from './kit/party.js';
import type { PartyName } from './merchant.js';
import { createPortOneV1Sandbox, type PortOneV1Sandbox } from './portone-v1/portone-v1.js';
import { createPortOneV2Sandbox, type PortOneV2Sandbox } from './portone-v2/portone-v2.js';
import { createTossSandbox, type TossSandbox } from './tosspayments/tosspayments.js';
import { webhookAddress } from './webhook-post.js';

/** Every party with what can happen there without the merchant. */
export interface Parties extends Readonly<Record<PartyName, Party>> {
  readonly tosspayments: TossSandbox;
  readonly portone_v1: PortOneV1Sandbox;
  readonly portone_v2: PortOneV2Sandbox;
  readonly kakaopay: KakaoPaySandbox;
}

export const createParties = (options: Readonly<Record<PartyName, PartyOptions>>): Parties => ({
  tosspayments: createTossSandbox({ ...options.tosspayments, webhookUrl: () => webhookAddress('tosspayments') }),
  portone_v1: createPortOneV1Sandbox({ ...options.portone_v1, webhookUrl: webhookAddress('portone_v1') }),
  portone_v2: createPortOneV2Sandbox({ ...options.portone_v2, webhookUrl: webhookAddress('portone_v2') }),
  kakaopay: createKakaoPaySandbox(options.kakaopay),
});

/**
 * Somebody pays what a virtual account waits for, or the bank takes the deposit back.
 * @throws Error when none waits, or the party has no such thing
 */
export function deposit(parties: Parties, party: PartyName, paymentId: string, act: 'deposit' | 'revert'): void {
  if (party === 'kakaopay') throw new Error('KakaoPay has no virtual accounts');
  if (act === 'deposit') parties[party].deposit(paymentId);
  else if (party === 'tosspayments') parties.tosspayments.revertDeposit(paymentId);
  else throw new Error(`${party} takes no deposit back`);
}
