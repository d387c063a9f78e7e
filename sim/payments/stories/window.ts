import type { CheckoutAction, ProviderName } from '@didacto/sdk/contract';
import type { BuyerAct } from '../../../packages/server/src/sandbox/kit/party.js';
import type { Dice } from '../dice.js';
import type { World } from '../world.js';

/** What the buyer's browser brings back to our page. */
export type Back =
  | {
      readonly outcome: 'success';
      readonly providerPaymentId: string | undefined;
      readonly token: string | undefined;
      readonly amount: number | undefined;
    }
  | { readonly outcome: 'fail' | 'cancel'; readonly reason: string };

/** How buyers behave: mostly well, sometimes badly, sometimes with bad intent. */
export const drawAct = (draw: Dice): BuyerAct =>
  draw.weighted<BuyerAct>([
    [60, { act: 'pay' }],
    [10, { act: 'pay_and_close' }],
    [8, { act: 'decline' }],
    [6, { act: 'cancel' }],
    [4, { act: 'close' }],
    [6, { act: 'pay', amount: draw.pick([100, 999, 5_000, 22_001, 1_000_000]) }],
    [2, { act: 'pay_and_close', amount: draw.pick([100, 777]) }],
    [4, { act: 'pay', test: true }],
  ]);

/** Opens the provider's window and acts in it. Undefined: nothing comes back to our page. */
export async function actInWindow(
  { outside, trace }: World,
  provider: ProviderName,
  action: CheckoutAction,
  act: BuyerAct,
): Promise<Back | undefined> {
  const request =
    action.kind === 'redirect' ? { redirectUrl: action.desktopUrl } : { ...action.setUp, ...action.request };
  const told = `window of ${provider} ${act.act}${act.amount === undefined ? '' : ' other amount'}${act.test ? ' test' : ''}`;
  try {
    const destination = await outside.parties[provider].buy(request, act);
    trace.note(`${told}: ${destination === null ? 'nothing comes back' : 'comes back'}`);
    trace.count(told);
    return destination === null ? undefined : backOf(provider, new URL(destination));
  } catch (error) {
    // The window does not open, in the provider's words.
    trace.note(`${told}: ${error instanceof Error ? error.message : String(error)}`);
    trace.count(`${told} (refused)`);
    return { outcome: 'fail', reason: 'window_refused' };
  }
}

function backOf(provider: ProviderName, url: URL): Back {
  const get = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const failure = get('error_code') ?? get('code');
  const outcome = get('outcome');
  if (failure !== undefined || outcome !== 'success')
    return { outcome: outcome === 'cancel' ? 'cancel' : 'fail', reason: failure ?? 'failed' };
  const amount = get('amount');
  return {
    outcome,
    providerPaymentId: get(
      { tosspayments: 'paymentKey', portone_v1: 'imp_uid', portone_v2: 'txId', kakaopay: 'tid' }[provider],
    ),
    token: get('pg_token'),
    amount: amount === undefined ? undefined : Number(amount),
  };
}
