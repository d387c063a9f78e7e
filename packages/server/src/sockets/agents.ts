import type { ScreenPolicy } from '@didacto/sdk/contract';
import type { DeviceService } from '../modules/devices/service.js';
import type { InstitutionService } from '../modules/institution/service.js';
import type { LiveLesson, ScreenSource } from '../modules/screens/live-lesson.js';
import type { LiveLessons } from '../modules/screens/live-lessons.js';
import { type Seating, seatingOf, withPolicy } from '../modules/screens/seating.js';
import { mustBeTaken } from '../modules/screens/service.js';
import { type Clock, iso } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Logger } from '../platform/logger.js';
import { Problem } from '../platform/problem.js';
import type { ClassSocket, EventHandlers } from './gateway.js';
import { putOut } from './gateway.js';

/** The agents that are connected: which lesson each is in, and what it sends. */
export interface Agents {
  connected(socket: ClassSocket): void;
  disconnected(socket: ClassSocket): void;
  /** Finds anew where agents belong: those in this lecture, and those who now might. */
  reassign(lectureId: string): Promise<void>;
  policyChanged(policy: ScreenPolicy): void;
  deviceEnded(deviceId: string): void;
  isConnected(deviceId: string): boolean;
  /** The seat of an agent in the active lesson; undefined for everyone else. */
  seatingOf(socket: ClassSocket): Seating | undefined;
  count(): number;
  readonly handlers: Pick<EventHandlers, 'screen.push' | 'screen.report' | 'agent.notice' | 'agent.leave'>;
}

interface Agent {
  readonly socket: ClassSocket;
  readonly source: ScreenSource;
  /** False while another agent that shows the same key is asked whether it is still there. */
  admitted: boolean;
  seating: Seating | undefined;
  /** Findings of its seat, one after the other: two that overlap could put an older answer over a newer one. */
  seated: Promise<void>;
  left: boolean;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly lessons: LiveLessons;
  readonly devices: () => DeviceService;
  readonly institution: InstitutionService;
  readonly observePush: (bytes: number) => void;
  /** An agent no longer belongs to the student that it belonged to. */
  readonly unseated: (socket: ClassSocket) => void;
}

const probeMs = 2_000;

export function createAgents(deps: Dependencies): Agents {
  const { db, clock, log, lessons, institution, observePush } = deps;
  const agents = new Map<ClassSocket, Agent>();
  const byHolder = new Map<string, Agent>();

  const heldLesson = (agent: Agent): LiveLesson | undefined => {
    const lesson = agent.seating && lessons.of(agent.seating.assignment.lectureId);
    return lesson?.lessonId === agent.seating?.assignment.lessonId ? lesson : undefined;
  };
  const endSource = (agent: Agent, how: 'left' | 'agent_lost') => {
    if (agent.seating) heldLesson(agent)?.sourceEnded(agent.seating.studentId, agent.source, how, clock.now());
  };
  const findSeat = async (agent: Agent, isNew: boolean): Promise<void> => {
    const found = await seatingOf(db, agent.socket.data.caller);
    if (!agents.has(agent.socket)) return;
    const before = agent.seating;
    const same = found?.studentId === before?.studentId && found?.assignment.lessonId === before?.assignment.lessonId;
    if (same && !isNew) return;
    // Someone else sits here now, or the lesson is over: the former student's screen is not shown from here any more.
    if (!same) endSource(agent, 'left');
    if (!same && before) deps.unseated(agent.socket);
    agent.seating = found;
    const { screenPolicy } = await institution.settings();
    sendAssignment(agent, screenPolicy);
  };
  const seat = (agent: Agent, isNew = false): Promise<void> => {
    const next = agent.seated.then(() => findSeat(agent, isNew));
    agent.seated = next.catch(() => undefined);
    return next;
  };
  const sendAssignment = (agent: Agent, policy: ScreenPolicy) => {
    const assignment = agent.seating ? withPolicy(agent.seating, policy) : null;
    agent.socket.emit('agent.assignment', { assignment, serverTime: iso(clock.now()) });
  };
  const drop = (agent: Agent) => {
    agents.delete(agent.socket);
    if (byHolder.get(agent.source.holder) === agent) byHolder.delete(agent.source.holder);
    agent.socket.disconnect(true);
  };
  /** Puts out whoever held this agent's place, unless that is another start which is still there: it is given back. */
  const makeRoom = async (agent: Agent): Promise<Agent | undefined> => {
    for (;;) {
      const rival = byHolder.get(agent.source.holder);
      if (!rival) return undefined;
      if (rival.source.instanceId === agent.source.instanceId) {
        // The same start on a new connection goes on where it was.
        agent.seating = rival.seating;
        drop(rival);
      } else if (await answers(rival.socket)) {
        return rival;
      } else if (byHolder.get(agent.source.holder) === rival) {
        endSource(rival, 'agent_lost');
        drop(rival);
      }
    }
  };
  const admit = async (agent: Agent): Promise<void> => {
    const rival = await makeRoom(agent);
    if (rival) {
      await reportClone(deps, rival.socket, agent.socket);
      agents.delete(agent.socket);
      putOut(agent.socket, 'device_cloned');
      return;
    }
    // It may have gone while the other was asked.
    if (!agents.has(agent.socket)) return;
    agent.admitted = true;
    byHolder.set(agent.source.holder, agent);
    await seat(agent, true);
  };
  /** The agent and its lesson, if it sends for the lesson it was given. @throws Problem no_active_lesson */
  const sending = (
    socket: ClassSocket,
    lessonId: string,
  ): { lesson: LiveLesson; studentId: string; source: ScreenSource } => {
    const agent = agents.get(socket);
    const lesson = agent && heldLesson(agent);
    if (!agent?.seating || lesson?.lessonId !== lessonId) throw new Problem('no_active_lesson');
    return { lesson, studentId: agent.seating.studentId, source: agent.source };
  };

  return {
    connected: (socket) => {
      const { caller, agent: shown } = socket.data;
      if (!shown) return;
      const holder = caller.kind === 'device' ? caller.deviceId : caller.credentialId;
      const agent: Agent = {
        socket,
        source: { holder, instanceId: shown.instanceId, attached: true },
        admitted: false,
        seating: undefined,
        seated: Promise.resolve(),
        left: false,
      };
      agents.set(socket, agent);
      admit(agent).catch((error: unknown) => {
        log.error({ err: error }, 'could not admit an agent');
        socket.disconnect(true);
      });
    },
    disconnected: (socket) => {
      const agent = agents.get(socket);
      if (!agent) return;
      agents.delete(socket);
      if (byHolder.get(agent.source.holder) === agent) {
        byHolder.delete(agent.source.holder);
        endSource(agent, agent.left ? 'left' : 'agent_lost');
      }
      if (socket.data.caller.kind === 'device') {
        deps
          .devices()
          .seen(socket.data.caller.deviceId)
          .catch((error: unknown) => log.warn({ err: error }, 'could not note when a device was seen'));
      }
    },
    reassign: async (lectureId) => {
      const concerned = await concernedBy(db, lectureId);
      const touched = [...agents.values()].filter(
        ({ admitted, socket, seating }) =>
          admitted && (concerned.has(ownerOf(socket)) || seating?.assignment.lectureId === lectureId),
      );
      for (const agent of touched) await seat(agent);
    },
    policyChanged: (policy) => {
      for (const agent of agents.values()) if (agent.seating) sendAssignment(agent, policy);
    },
    deviceEnded: (deviceId) => {
      for (const { socket, source } of agents.values())
        if (source.holder === deviceId) putOut(socket, 'device_revoked');
    },
    isConnected: (deviceId) => byHolder.has(deviceId),
    seatingOf: (socket) => {
      const agent = agents.get(socket);
      return agent && heldLesson(agent) ? agent.seating : undefined;
    },
    count: () => agents.size,
    handlers: {
      'screen.push': async (socket, { lessonId, sequence, capturedAt, format, bytes }) => {
        const { lesson, studentId, source } = sending(socket, lessonId);
        observePush(bytes.length);
        mustBeTaken(
          lesson.push(studentId, source, { sequence, capturedAt: Date.parse(capturedAt), format, bytes }, clock.now()),
        );
        return {};
      },
      'screen.report': async (socket, { lessonId, ...report }) => {
        const { lesson, studentId, source } = sending(socket, lessonId);
        mustBeTaken(lesson.report(studentId, source, report, clock.now()));
        return {};
      },
      'agent.notice': async (socket, { lessonId, shown }) => {
        const { lesson, studentId, source } = sending(socket, lessonId);
        mustBeTaken(lesson.noticeShown(studentId, source, shown, clock.now()));
        return {};
      },
      'agent.leave': async (socket) => {
        const agent = agents.get(socket);
        if (agent) agent.left = true;
        return {};
      },
    },
  };
}

/** Whether an agent is still there; a socket whose computer vanished does not answer. */
const answers = (socket: ClassSocket): Promise<boolean> =>
  socket
    .timeout(probeMs)
    .emitWithAck('agent.probe', {})
    .then(
      () => true,
      () => false,
    );

async function reportClone(
  { clock, devices, log }: Dependencies,
  first: ClassSocket,
  second: ClassSocket,
): Promise<void> {
  const { caller } = second.data;
  if (caller.kind !== 'device') return;
  const hosts = [first, second].map(({ data: { agent, address } }) => ({
    hostname: agent?.host.hostname ?? '',
    machineId: agent?.host.machineId ?? null,
    address,
  }));
  log.warn({ deviceId: caller.deviceId, hosts }, 'two live agents with one key: a cloned disk image');
  await devices().reportClone(caller.deviceId, { at: iso(clock.now()), hosts });
}

const ownerOf = ({ data: { caller } }: ClassSocket): string =>
  caller.kind === 'device' ? caller.deviceId : caller.memberId;

/** Devices seated in a lecture and members on its roster. */
async function concernedBy(db: Database, lectureId: string): Promise<Set<string>> {
  const seats: { id: string }[] = await db('seats').where({ lecture_id: lectureId }).select('device_id as id');
  const roster: { id: string }[] = await db('enrollments')
    .where({ lecture_id: lectureId, status: 'accepted' })
    .select('member_id as id');
  return new Set([...seats, ...roster].map(({ id }) => id));
}
