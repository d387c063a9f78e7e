import type { PaymentMethod, ProviderName } from '@didacto/sdk/contract';
import type { Dice } from '../dice.js';

/** A way to pay that its provider has. */
export function drawWay(draw: Dice): { provider: ProviderName; method: PaymentMethod } {
  const provider = draw.pick<ProviderName>(['tosspayments', 'kakaopay', 'portone_v1', 'portone_v2']);
  if (provider === 'kakaopay') return { provider, method: draw.pick(['easy_pay', 'card']) };
  return {
    provider,
    method: draw.weighted([
      [6, 'card'],
      [3, 'virtual_account'],
      [1, 'transfer'],
    ]),
  };
}
