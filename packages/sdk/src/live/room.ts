import type { Consent, RoomAbilities, RoomChannel, RoomControl, RoomEntry, RoomPeer } from '../contract/rooms.js';

// The shape of a room, for both sides. It is made by `join` and `attend`.

/** Where a room is. `relay`: no WebRTC connection (yet, or at all); the server carries the channels. */
export type RoomRoute = 'relay' | 'direct';

/** Why a room ended: by `close()`, by the server's word, or because the connection to the server came to nothing. */
export type RoomEnd =
  | 'closed'
  | 'room_taken_over'
  | 'student_gone'
  | 'lesson_ended'
  | 'room_session_expired'
  | 'consent_withdrawn'
  | 'session_ended'
  | 'forbidden';

export interface RoomStats {
  readonly route: RoomRoute;
  /** Round trip between the two sides by the channel in use, ms; null: not measured yet. */
  readonly roundTripMs: number | null;
  /** Of the last second, bit/s. */
  readonly receivedBitrate: number;
  readonly sentBitrate: number;
  /** Of a track; null where there is none. */
  readonly framesPerSecond: number | null;
}

export interface RoomEvents {
  /** The other side came, changed, or went (null). */
  readonly peer: (peer: RoomPeer | null) => void;
  readonly route: (route: RoomRoute) => void;
  /** A track of the other side began; `kind` is the browser's. */
  readonly track: (track: MediaStreamTrack, stream: MediaStream) => void;
  /** A message of a channel, from the present peer only. */
  readonly data: (channel: RoomChannel, bytes: Uint8Array) => void;
  readonly control: (control: RoomControl | null) => void;
  readonly consent: (consent: Consent) => void;
  /** The way to the server is lost; the room comes back by itself, as a new session. */
  readonly reconnecting: () => void;
  /** It is back, with what it is now. */
  readonly reconnected: (entry: RoomEntry) => void;
  readonly ended: (code: RoomEnd) => void;
}

interface RoomBase {
  /** As of the newest entry. */
  readonly entry: RoomEntry;
  readonly peer: RoomPeer | null;
  readonly route: RoomRoute;
  readonly control: RoomControl | null;
  readonly consent: Consent;
  on<E extends keyof RoomEvents>(event: E, listener: RoomEvents[E]): () => void;
  /**
   * Sends on a channel: the data channel where it is open, else the server's relay; in order. Resolves when there is
   * room for the next: the data channel's buffer is low, or the relay has delivered it. False: there is nobody to take it.
   */
  send(channel: RoomChannel, bytes: Uint8Array): Promise<boolean>;
  /** Sends media; the connection is negotiated anew by itself. Gives what takes it back. */
  addTrack(track: MediaStreamTrack, stream: MediaStream): () => void;
  stats(): Promise<RoomStats>;
  /** Leaves, ends media and the connection. */
  close(): Promise<void>;
}

/** The instructor's side. */
export interface InstructorRoom extends RoomBase {
  /** Asks for mouse and keyboard. @throws DidactoError where it may not */
  takeControl(): Promise<RoomControl>;
  endControl(): Promise<void>;
}

/** The student's side. */
export interface StudentRoom extends RoomBase {
  /** Says whether the control that was asked for is allowed. */
  answerControl(controlId: string, allowed: boolean): Promise<void>;
  /** Ends control from the student's side. @param inputs how many were played */
  endControl(inputs?: number): Promise<void>;
  setConsent(consent: Partial<Consent>): Promise<Consent>;
}

/** The part of a browser's WebRTC that a room needs; in Node it is given, e.g. from `@roamhq/wrtc`. */
export interface RtcImplementation {
  readonly RTCPeerConnection: typeof RTCPeerConnection;
}

export interface RoomOptions {
  /** Default: the runtime's own. `null`: never WebRTC, the server's relay only. */
  readonly rtc?: RtcImplementation | null;
  /** Changes a session description before it is used: bitrates, order of codecs. */
  readonly tuneDescription?: (sdp: string, which: 'local' | 'remote') => string;
}

export type JoinRoom = (
  target: { lectureId: string; studentId: string },
  options?: RoomOptions,
) => Promise<InstructorRoom>;
export type AttendRoom = (
  seat: { lectureId: string; lessonId: string; abilities: RoomAbilities },
  options?: RoomOptions,
) => Promise<StudentRoom>;
