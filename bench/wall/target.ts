/** A request that a load or a wall repeats. */
export type Target = {
  /** Such as `/v1/lectures/lec_…/screen?lessonId=les_…`. */
  path: string;
  /** With the authorization. */
  headers: Record<string, string>;
};

/** A server under load, in a process of its own. */
export type RunningTarget = {
  pid: number;
  /** Such as `http://127.0.0.1:7070`. */
  url: string;
  /** One a student; `sequence` and `capturedAt` are added to the path of each push. */
  agents: Target[];
  /**
   * The request of a wall over 60 screens that has seen all there is. Asked for when the pushes have ended, since
   * only then the newest version is known; null where the target has no wall.
   */
  wall(): Promise<Target | null>;
  stop(): Promise<void>;
};

export type StartTarget = (agents: number) => Promise<RunningTarget>;

/**
 * Starts our server with so many agents, paired and seated in lectures of at most 60 students with an active lesson.
 *
 * What belongs in here: the server's own program on port 0 with a fresh data folder; members, lectures, labs and
 * devices through the SDK; for each agent the path of its push (with `lessonId`) and its `authorization` header. For
 * `wall`: one GET of the screens of a lecture by its owner, then the path with `since` (and `lessonId`) of that reply.
 * The closed loop pushes several hundred times a second from each of 200 agents: no rate limit may stand in its way.
 */
export const startTarget: StartTarget = async () => {
  throw new Error('the server cannot be started yet: bench/wall/target.ts');
};
