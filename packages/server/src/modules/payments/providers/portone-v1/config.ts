/** What a merchant has from PortOne's console for V1. */
export interface PortOneV1Config {
  /** REST API key. */
  readonly key: string;
  /** REST API secret. */
  readonly secret: string;
  /** 고객사 식별코드, `imp…`; public. */
  readonly storeCode: string;
  /** Of the channel payments go through; public. */
  readonly channelKey: string;
  /** The PG account behind the channel; undefined: not checked. */
  readonly pgId?: string | undefined;
  /** The browser script. */
  readonly scriptUrl: string;
}
