import type { PartyOptions } from '../kit/party.js';

/** What PortOne knows of the merchant. */
export interface V2Merchant {
  readonly apiSecret: string;
  readonly storeId: string;
  readonly channelKey: string;
  readonly webhookSecret: string;
}

/** The merchant's shop as the sandbox runs it. */
export interface V2Shop extends V2Merchant {
  /** A channel without money. */
  readonly testChannelKey: string;
}

/** What a merchant sets in the console, and what a test may want otherwise. */
export interface V2Settings {
  readonly merchant?: V2Merchant;
  /** A channel without money. Default: the channel key with `-test` at its end. */
  readonly testChannelKey?: string;
  /** Where webhooks go to when a payment names no `noticeUrls`. */
  readonly webhookUrl?: string;
  /** How long a call that changes something is being worked on. Default 0. */
  readonly processingMs?: number;
  /** How long a virtual account takes a deposit where the request does not say. Default 168. */
  readonly depositHours?: number;
  /** Tries to cancel one payment before no more are taken. Default 100. */
  readonly mostCancellations?: number;
}

export type PortOneV2Options = PartyOptions & V2Settings;
