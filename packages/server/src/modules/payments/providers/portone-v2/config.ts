import { signTestWebhook } from '@didacto/sdk/webhooks';

/** What a merchant has from PortOne's console for V2. */
export interface PortOneV2Config {
  /** V2 API Secret. */
  readonly apiSecret: string;
  /** `store-…`; public. */
  readonly storeId: string;
  /** Of the channel payments go through; public. */
  readonly channelKey: string;
  /** `whsec_…`: what webhooks are signed with; two while one replaces the other. */
  readonly webhookSecrets: readonly string[];
  /** The browser script; PortOne's own where none is given. */
  readonly scriptUrl?: string | undefined;
  /**
   * Hosts of the PG behind the channel, such as `https://*.tosspayments.com`, where its window lies in the page itself
   * rather than in a frame of PortOne's.
   */
  readonly pgOrigins?: readonly string[] | undefined;
  /** Whether payments through a test channel, where no money moves, belong into the feed. */
  readonly testMode: boolean;
  /** How long a virtual account takes a deposit; default 24 hours. */
  readonly virtualAccountHours?: number | undefined;
  /** Payments of a feed per call; default 1000. */
  readonly feedPageSize?: number | undefined;
}

export const realScriptUrl = 'https://cdn.portone.io/v2/browser-sdk.js';

const mostSecrets = 2;

/** @throws Error that says which setting is wrong; it repeats no secret */
export function checkConfig({ apiSecret, storeId, channelKey, webhookSecrets }: PortOneV2Config): void {
  for (const [name, value] of Object.entries({
    'V2 API secret': apiSecret,
    'store id': storeId,
    'channel key': channelKey,
  }))
    if (value === '') throw new Error(`The ${name} of PortOne is missing`);
  if (webhookSecrets.length === 0 || webhookSecrets.length > mostSecrets)
    throw new Error(`PortOne signs webhooks with one secret, or ${mostSecrets} while one replaces the other`);
  // It throws for what is no secret: better now than when the first webhook comes.
  signTestWebhook({ secrets: webhookSecrets, body: '' });
}
