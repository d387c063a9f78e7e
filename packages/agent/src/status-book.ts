import type { Assignment } from '@didacto/sdk/contract';
import type { AgentState } from './agent.js';
import type { Answer } from './capture-cycle.js';
import type { Credentials } from './credentials.js';
import { agentVersion } from './host-facts.js';
import type { LiveState } from './live/live-session.js';
import type { Log } from './log.js';
import { safeText } from './safe-text.js';
import type { ServerClock } from './server-clock.js';
import type { AgentStatus } from './status.js';

/** Writes down what an agent did, for `status` and the log. */
export interface StatusBook {
  link(state: AgentStatus['link']['state'], code: string | null): void;
  /** Why there is no picture, null where there is one. */
  screen(problem: string | null): void;
  pushed(answer: Answer, bytes: number, capturedAt: string): void;
  read(now: {
    state: AgentState;
    source: string | null;
    notice: AgentStatus['notice'];
    live: LiveState | null;
  }): AgentStatus;
}

export interface StatusBookOptions {
  readonly credentials: Pick<Credentials, 'server' | 'shownAs'>;
  readonly monotonic: () => number;
  readonly serverClock: ServerClock;
  readonly log: Log;
}

export function statusBook({ credentials, monotonic, serverClock, log }: StatusBookOptions): StatusBook {
  let link: { state: AgentStatus['link']['state']; code: string | null; since: number };
  link = { state: 'connecting', code: null, since: monotonic() };
  let pushes: AgentStatus['pushes'] = { count: 0, bytes: 0, lastAt: null, refusal: null };
  let problem: string | null = null;
  return {
    link(state, code) {
      if (link.state === state && link.code === code) return;
      log.info({ link: state, reason: code }, 'connection');
      link = { state, code, since: link.state === state ? link.since : monotonic() };
    },
    screen(found) {
      if (found !== null && found !== problem) log.warn({ reason: found }, 'no picture');
      problem = found;
    },
    pushed(answer, bytes, capturedAt) {
      if (answer !== 'ok' && answer !== pushes.refusal) log.warn({ reason: answer }, 'picture not taken');
      pushes =
        answer === 'ok'
          ? { count: pushes.count + 1, bytes: pushes.bytes + bytes, lastAt: capturedAt, refusal: null }
          : { ...pushes, refusal: answer };
    },
    read: ({ state, source, notice, live }) => ({
      version: agentVersion,
      pid: process.pid,
      server: credentials.server,
      shownAs: credentials.shownAs,
      link: { ...link, since: new Date(serverClock.at(link.since)).toISOString() },
      phase: state.stage.phase,
      lesson: 'assignment' in state.stage ? lessonOf(state.stage.assignment) : null,
      screen: { source, problem },
      notice,
      live: live && liveOf(live),
      pushes,
      clockSkewMs: serverClock.skewMs() ?? null,
    }),
  };
}

const lessonOf = (assignment: Assignment): NonNullable<AgentStatus['lesson']> => ({
  lectureId: assignment.lectureId,
  lessonId: assignment.lessonId,
  lectureTitle: safeText(assignment.lectureTitle),
  instructorName: safeText(assignment.instructorName),
  studentName: safeText(assignment.studentName),
});

const liveOf = ({ viewer, route, picture, control, consent, media }: LiveState): NonNullable<AgentStatus['live']> => ({
  viewer: viewer === null ? null : safeText(viewer),
  route,
  transport: picture.transport,
  problem: picture.problem === null ? null : safeText(picture.problem),
  control,
  consent,
  media,
});
