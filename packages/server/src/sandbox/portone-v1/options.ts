import type { PartyOptions } from '../kit/party.js';
import type { AskMerchant } from './confirm-process.js';

/** What PortOne knows of the merchant. */
export interface V1Merchant {
  readonly impKey: string;
  readonly impSecret: string;
  /** 고객사 식별코드. */
  readonly storeCode: string;
  readonly channelKey: string;
  /** The account at the PG behind the channel. */
  readonly pgId: string;
}

/** What a merchant sets in the console, and what a test may want otherwise. */
export interface V1Settings {
  readonly merchant?: V1Merchant;
  /** A channel without money. Default `channel-key-v1-test`. */
  readonly testChannelKey?: string;
  /** Where webhooks go to when a payment names no `notice_url`. */
  readonly webhookUrl?: string;
  readonly webhookFormat?: 'json' | 'form';
  /** Up to five more tries, a minute apart. Default: one delivery only. */
  readonly webhookResends?: boolean;
  /** Puts the older `imp_success` into redirects. */
  readonly oldRedirect?: boolean;
  /** How a `confirm_url` is asked; default HTTP to this machine. */
  readonly ask?: AskMerchant;
}

export type PortOneV1Options = PartyOptions & V1Settings;
