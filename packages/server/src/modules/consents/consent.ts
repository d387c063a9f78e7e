import type { Consent } from '@didacto/sdk/contract';

/** What a student who has said nothing lets the instructor have. */
export const defaultConsent: Consent = { screen: true, voice: false, camera: false };

export const isSameConsent = (one: Consent, other: Consent): boolean =>
  one.screen === other.screen && one.voice === other.voice && one.camera === other.camera;
