import type { RoomService } from '../modules/rooms/service.js';
import type { LiveLessons } from '../modules/screens/live-lessons.js';
import type { ViewRecords } from '../modules/screens/view-records.js';
import type { LiveEffects } from '../platform/effects.js';
import type { Logger } from '../platform/logger.js';
import type { RightsChange } from '../policy/rights-change.js';
import type { Agents } from './agents.js';
import { type ClassServer, putOut } from './gateway.js';
import type { Walls } from './walls.js';

interface Dependencies {
  readonly lessons: LiveLessons;
  readonly views: ViewRecords;
  readonly walls: Walls;
  readonly agents: () => Agents;
  readonly rooms: () => RoomService;
  readonly sockets: () => ClassServer;
  readonly log: Logger;
}

/** Carries committed changes to those who are connected. */
export function liveEffects({ lessons, views, walls, agents, rooms, sockets, log }: Dependencies): {
  effects: LiveEffects;
  onRightsChange: (listen: (change: RightsChange) => void) => void;
  onProductsChange: (listen: () => void) => void;
} {
  const listeners: ((change: RightsChange) => void)[] = [];
  const productListeners: (() => void)[] = [];
  const rightsChanged = (change: RightsChange) => {
    for (const listen of listeners) listen(change);
  };
  /** Memory first, then agents, then walls: each reads what the one before brought up to date. */
  const follow = async (lectureId: string, before = lessons.of(lectureId)?.lessonId): Promise<void> => {
    rightsChanged({ lectureId });
    const failed = (error: unknown) => log.error({ err: error, lectureId }, 'could not tell a lecture of its change');
    const tell = async () => {
      if (before !== undefined && lessons.of(lectureId)?.lessonId !== before) {
        await rooms().lessonEnded(before);
        await views.lessonEnded(before);
      }
      await agents().reassign(lectureId);
      walls.changed(lectureId);
    };
    await lessons.refresh(lectureId).then(() => void tell().catch(failed), failed);
  };
  const settle = (work: Promise<void>) =>
    void work.catch((error: unknown) => log.error({ err: error }, 'could not tell live rooms of a change'));
  const effects: LiveEffects = {
    lessonStarted: (lectureId) => follow(lectureId),
    lessonEnded: (lectureId) => {
      const ended = lessons.of(lectureId)?.lessonId;
      lessons.drop(lectureId);
      if (ended !== undefined) settle(rooms().lessonEnded(ended));
      return follow(lectureId, ended);
    },
    rosterChanged: (lectureId) => follow(lectureId),
    waitingChanged: walls.changed,
    credentialsEnded: (ids) => {
      const ended = new Set(ids);
      rightsChanged({ holders: ended });
      for (const socket of sockets().sockets.sockets.values()) {
        const { caller } = socket.data;
        if (caller.kind === 'member' && ended.has(caller.credentialId)) putOut(socket, 'session_ended');
      }
    },
    memberChanged: (memberId) => rightsChanged({ holders: new Set([memberId]) }),
    staffChanged: (lectureId, memberId) => {
      rightsChanged({ lectureId });
      walls.dismiss(lectureId, memberId);
      settle(rooms().dismiss(lectureId, memberId));
    },
    signInPolicyChanged: (roles) => {
      rightsChanged({ everyone: true });
      // Who has a second factor comes back by themselves; who has none may watch nothing any more.
      for (const socket of sockets().sockets.sockets.values()) {
        const { caller } = socket.data;
        if (caller.kind === 'member' && roles.includes(caller.role)) socket.disconnect(true);
      }
    },
    deviceEnded: (deviceId) => {
      rightsChanged({ holders: new Set([deviceId]) });
      agents().deviceEnded(deviceId);
    },
    policyChanged: (policy) => agents().policyChanged(policy),
    alarmsChanged: walls.alarmsChanged,
    productsChanged: () => {
      for (const listen of productListeners) listen();
    },
  };
  return {
    effects,
    onRightsChange: (listen) => void listeners.push(listen),
    onProductsChange: (listen) => void productListeners.push(listen),
  };
}
