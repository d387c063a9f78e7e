import type { ErrorCode, Role, ScreenPolicy } from '@didacto/sdk/contract';

/**
 * What a committed change means for those who are connected. Services tell; sockets and screens act. The promises
 * resolve when memory agrees with the database, so that who is answered can rely on it; they never reject.
 */
export interface LiveEffects {
  lessonStarted(lectureId: string): Promise<void>;
  lessonEnded(lectureId: string): Promise<void>;
  /** The roster or the seats of a lecture changed. */
  rosterChanged(lectureId: string): Promise<void>;
  /** The number of waiting enrollments of a lecture changed. */
  waitingChanged(lectureId: string): void;
  /** Sessions or access tokens ended: whoever holds one is put out at once. */
  credentialsEnded(ids: readonly string[]): void;
  /** What is remembered of a member, such as their name, no longer holds. */
  memberChanged(memberId: string): void;
  /** Somebody teaches or helps in a lecture, or no longer does. */
  staffChanged(lectureId: string, memberId: string): void;
  /** Members of these roles, and of no others, need a second factor from now on. */
  signInPolicyChanged(roles: readonly Role[]): void;
  /** A device lost its key: it is put out at once. */
  deviceEnded(deviceId: string, code: Extract<ErrorCode, 'device_revoked'>): void;
  policyChanged(policy: ScreenPolicy): void;
  /** An alarm was opened, acknowledged or resolved. */
  alarmsChanged(): void;
  /** Something in what is on sale changed, or how many are left. */
  productsChanged(): void;
}

/** For programs that change the data while nobody is connected to them. */
export const nobodyConnected: LiveEffects = {
  async lessonStarted() {},
  async lessonEnded() {},
  async rosterChanged() {},
  waitingChanged() {},
  credentialsEnded() {},
  memberChanged() {},
  staffChanged() {},
  signInPolicyChanged() {},
  deviceEnded() {},
  policyChanged() {},
  alarmsChanged() {},
  productsChanged() {},
};
