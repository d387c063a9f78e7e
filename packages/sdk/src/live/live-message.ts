/** JSON on the `messages` channel, either way. Unknown types are ignored, so that sides of different age go together. */
export type LiveMessage =
  /** Instructor: how the picture is to come. `auto`: as bandwidth and round trip say. */
  | {
      readonly type: 'watch';
      readonly transport: 'auto' | 'track' | 'tiles';
      readonly maxWidth: number;
      readonly maxHeight: number;
    }
  /** Instructor: no picture for now (a hidden page). */
  | { readonly type: 'pause' }
  /** Student: what it is sending now. */
  | {
      readonly type: 'sending';
      readonly transport: 'track' | 'tiles' | 'none';
      readonly width: number;
      readonly height: number;
    }
  /** Instructor: the newest tile message that was drawn, by its sequence: the student sends on as they are drawn. */
  | { readonly type: 'drawn'; readonly sequence: number }
  /** Instructor: the picture broke; a whole one is needed. */
  | { readonly type: 'refresh' }
  /** Instructor: text for the student's clipboard. */
  | { readonly type: 'clipboard'; readonly text: string }
  /** Instructor: whether the student's microphone is wanted. It is sent while it is, and the student allows voice. */
  | { readonly type: 'listen'; readonly on: boolean }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'pong'; readonly id: number };
