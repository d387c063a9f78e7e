import type { Consent } from '@didacto/sdk/contract';

export const consentParts = ['screen', 'voice', 'camera'] as const satisfies readonly (keyof Consent)[];

/** What of it is allowed. */
export const allowedParts = (consent: Consent) => consentParts.filter((part) => consent[part]);
