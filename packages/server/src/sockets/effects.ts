import type { LiveLessons } from '../modules/screens/live-lessons.js';
import type { ViewRecords } from '../modules/screens/view-records.js';
import type { LiveEffects } from '../platform/effects.js';
import type { Logger } from '../platform/logger.js';
import type { Agents } from './agents.js';
import { type ClassServer, putOut } from './gateway.js';
import type { Walls } from './walls.js';

interface Dependencies {
  readonly lessons: LiveLessons;
  readonly views: ViewRecords;
  readonly walls: Walls;
  readonly agents: () => Agents;
  readonly sockets: () => ClassServer;
  readonly log: Logger;
}

/** Carries committed changes to those who are connected. */
export function liveEffects({ lessons, views, walls, agents, sockets, log }: Dependencies): {
  effects: LiveEffects;
  onRightsChange: (listen: () => void) => void;
} {
  const listeners: (() => void)[] = [];
  const rightsChanged = () => {
    for (const listen of listeners) listen();
  };
  /** Memory first, then agents, then walls: each reads what the one before brought up to date. */
  const follow = (lectureId: string) => {
    rightsChanged();
    const ended = lessons.of(lectureId)?.lessonId;
    const work = async () => {
      await lessons.refresh(lectureId);
      if (ended !== undefined && lessons.of(lectureId)?.lessonId !== ended) await views.lessonEnded(ended);
      await agents().reassign(lectureId);
      walls.changed(lectureId);
    };
    work().catch((error: unknown) => log.error({ err: error, lectureId }, 'could not tell a lecture of its change'));
  };
  const effects: LiveEffects = {
    lessonStarted: follow,
    lessonEnded: follow,
    rosterChanged: follow,
    waitingChanged: walls.changed,
    sessionsEnded: (sessionIds) => {
      rightsChanged();
      const ended = new Set(sessionIds);
      for (const socket of sockets().sockets.sockets.values()) {
        const { caller } = socket.data;
        if (caller.kind === 'member' && ended.has(caller.sessionId)) putOut(socket, 'session_ended');
      }
    },
    deviceEnded: (deviceId) => {
      rightsChanged();
      agents().deviceEnded(deviceId);
    },
    policyChanged: (policy) => agents().policyChanged(policy),
  };
  return { effects, onRightsChange: (listen) => void listeners.push(listen) };
}
