import type { ErrorCode, ScreenPolicy } from '@didacto/sdk/contract';

/** What a committed change means for those who are connected. Services tell; sockets and screens act. */
export interface LiveEffects {
  lessonStarted(lectureId: string): void;
  lessonEnded(lectureId: string): void;
  /** The roster or the seats of a lecture changed. */
  rosterChanged(lectureId: string): void;
  /** The number of waiting enrollments of a lecture changed. */
  waitingChanged(lectureId: string): void;
  sessionsEnded(sessionIds: readonly string[]): void;
  /** A device lost its key: it is put out at once. */
  deviceEnded(deviceId: string, code: Extract<ErrorCode, 'device_revoked'>): void;
  policyChanged(policy: ScreenPolicy): void;
}
