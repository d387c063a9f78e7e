export { serverAddress } from './address.js';
export { createDidacto, type Didacto, type DidactoOptions } from './client.js';
export { deviceSignInMessage } from './contract/device-sign-in.js';
export type {
  Assignment,
  Attendance,
  AttendanceSpan,
  Contract,
  Device,
  Enrollment,
  EnrollmentStatus,
  ErrorCode,
  Grade,
  HostFacts,
  Institution,
  Lab,
  Lecture,
  Lesson,
  Member,
  PairingOffer,
  Picture,
  ProblemBody,
  Role,
  RosterEntry,
  Screen,
  ScreenPolicy,
  ScreenStateName,
  Screens,
  Seat,
  SeatRow,
  SeatRowOutcome,
  SessionTokens,
  SocketAuth,
  StudentAttendance,
  UnavailableReason,
  ViewRecord,
  WallUpdate,
} from './contract/index.js';
export { ApiError, ConnectionError, DidactoError, InsecureAddressError, isApiError, TimeoutError } from './errors.js';
export type { PagedCall } from './paging.js';
export type { CallOptions } from './request.js';
export { backOffMs, type RetryPolicy } from './retry.js';
export { anonymous, fixedToken, memberSession, type StoredSession, type TokenSource } from './tokens.js';
