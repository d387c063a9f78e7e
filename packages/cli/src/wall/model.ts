/** What the wall knows of one student's PC. */
export type TileState = 'live' | 'unchanged' | 'no_display' | 'agent_lost' | 'left' | 'never_connected';

/** Why a connected PC sends no picture. */
export type NoDisplayReason = 'no_display' | 'locked' | 'wayland' | 'not_permitted';

/** What a student lets the instructor have in this lesson. */
export interface WallConsent {
  /** A live picture, and with it control. */
  screen: boolean;
  voice: boolean;
  camera: boolean;
}

/** The newest picture of a student. Times are epoch milliseconds by the server's clock. */
export interface WallPicture {
  version: number;
  jpeg: Uint8Array;
  capturedAt: number;
}

/** One student on the wall; `since` is when the state began, in epoch milliseconds. */
export interface WallTile {
  studentId: string;
  name: string;
  deviceName: string | null;
  state: TileState;
  reason?: NoDisplayReason;
  since: number;
  consent: WallConsent;
  picture: WallPicture | null;
}

/** The whole wall at one moment, never changed afterwards. Tiles come in the order in which they are to be shown. */
export interface WallSnapshot {
  lecture: { id: string; title: string };
  lesson: { id: string; startedAt: number } | null;
  /** Enrollments that wait to be accepted. */
  waiting: number;
  /** Alarms that nobody has acknowledged, and what the newest are; null for who does not see to them. */
  alarms: { count: number; codes: readonly string[] } | null;
  tiles: readonly WallTile[];
  connection: 'connected' | 'reconnecting';
}

/** Where the wall gets its pictures and states, and where its actions go. */
export interface WallSource {
  snapshot(): WallSnapshot;
  /** Calls the listener after each change; returns how to stop that. */
  subscribe(listener: (changed: ReadonlySet<string> | 'all') => void): () => void;
  acceptWaiting(): Promise<{ accepted: number }>;
  startLesson(): Promise<void>;
  endLesson(): Promise<void>;
  /** Tells which student is looked at closely, null for none. */
  viewStudent(studentId: string | null): void;
  close(): Promise<void>;
  /** The server's time in epoch milliseconds. */
  now(): number;
}
