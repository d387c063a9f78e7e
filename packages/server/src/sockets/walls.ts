import type { WallUpdate } from '@didacto/sdk/contract';
import { alarmStore } from '../modules/alarms/store.js';
import { enrollmentStore } from '../modules/enrollments/store.js';
import { toScreen } from '../modules/screens/live-lesson.js';
import type { LiveLessons } from '../modules/screens/live-lessons.js';
import type { ViewRecords } from '../modules/screens/view-records.js';
import { type Clock, iso } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Logger } from '../platform/logger.js';
import { asMember } from '../policy/caller.js';
import type { ClassSocket, EventHandlers } from './gateway.js';
import { socketActor } from './socket-actor.js';

/** Those who watch lectures: each gets what changed, the next update only when it took the last one. */
export interface Walls {
  /** Something of this lecture changed: a screen, the lesson, who waits. */
  changed(lectureId: string): void;
  /** The alarms that administrators see on their walls changed. */
  alarmsChanged(): void;
  disconnected(socket: ClassSocket): void;
  /** Ends a viewer's watching of a lecture; whoever still may begins anew. */
  dismiss(lectureId: string, viewerId: string): void;
  count(): number;
  readonly handlers: Pick<EventHandlers, 'wall.watch' | 'wall.unwatch'>;
}

interface Watcher {
  readonly socket: ClassSocket;
  readonly lectureId: string;
  readonly viewerId: string;
  /** Who is shown the alarms too. */
  readonly isAdmin: boolean;
  readonly pictures: boolean;
  /** What was sent last; undefined before the first update. */
  sent: { lessonId: string | null; version: number } | undefined;
  busy: boolean;
  /** Changed since the update under way was made. */
  behind: boolean;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly lessons: LiveLessons;
  readonly views: ViewRecords;
}

const takeMs = 30_000;
/** A strip has room for so many. */
const mostAlarmCodes = 3;

export function createWalls(deps: Dependencies): Walls {
  const { log } = deps;
  const byLecture = new Map<string, Set<Watcher>>();

  /** Sends updates until the watcher has seen everything; newest wins, for each one is made when it can be sent. */
  const pump = async (watcher: Watcher): Promise<void> => {
    if (watcher.busy) {
      watcher.behind = true;
      return;
    }
    watcher.busy = true;
    try {
      do {
        watcher.behind = false;
        const update = await makeUpdate(deps, watcher);
        // It may have stopped watching while the looks were put on record.
        if (!byLecture.get(watcher.lectureId)?.has(watcher)) return;
        await watcher.socket.timeout(takeMs).emitWithAck('wall.update', update);
      } while (watcher.behind && watcher.socket.connected);
    } finally {
      watcher.busy = false;
    }
  };
  const start = (watcher: Watcher) => {
    pump(watcher).catch((error: unknown) => {
      // A wall that takes nothing for half a minute is gone or stuck; it comes back with a new socket.
      if (watcher.socket.connected) log.warn({ err: error, lectureId: watcher.lectureId }, 'a wall took no update');
      watcher.socket.disconnect(true);
    });
  };
  const drop = (watcher: Watcher) => {
    const watchers = byLecture.get(watcher.lectureId);
    watchers?.delete(watcher);
    if (watchers?.size === 0) byLecture.delete(watcher.lectureId);
  };
  const ofSocket = (socket: ClassSocket) =>
    [...byLecture.values()].flatMap((set) => [...set].filter((watcher) => watcher.socket === socket));

  return {
    changed: (lectureId) => {
      for (const watcher of byLecture.get(lectureId) ?? []) start(watcher);
    },
    alarmsChanged: () => {
      for (const watchers of byLecture.values()) for (const watcher of watchers) if (watcher.isAdmin) start(watcher);
    },
    disconnected: (socket) => ofSocket(socket).forEach(drop),
    dismiss: (lectureId, viewerId) => {
      for (const watcher of byLecture.get(lectureId) ?? []) {
        // Its feed watches again when it is back, and is refused there where the right is gone.
        if (watcher.viewerId === viewerId) watcher.socket.disconnect(true);
      }
    },
    count: () => [...byLecture.values()].reduce((sum, set) => sum + set.size, 0),
    handlers: {
      'wall.watch': async (socket, { lectureId, pictures }) => {
        ofSocket(socket)
          .filter((watcher) => watcher.lectureId === lectureId)
          .forEach(drop);
        const { memberId: viewerId, role } = asMember(socket.data.caller);
        const watching = { socket, lectureId, viewerId, isAdmin: role === 'admin', pictures };
        const watcher: Watcher = { ...watching, sent: undefined, busy: false, behind: false };
        byLecture.set(lectureId, (byLecture.get(lectureId) ?? new Set()).add(watcher));
        start(watcher);
        return {};
      },
      'wall.unwatch': async (socket, { lectureId }) => {
        ofSocket(socket)
          .filter((watcher) => watcher.lectureId === lectureId)
          .forEach(drop);
        return {};
      },
    },
  };
}

async function makeUpdate({ db, clock, lessons, views }: Dependencies, watcher: Watcher): Promise<WallUpdate> {
  const { lectureId, viewerId } = watcher;
  const waiting = await enrollmentStore(db).countWaiting(lectureId);
  const alarms = watcher.isAdmin ? await alarmStore(db).brief(mostAlarmCodes) : null;
  const lesson = lessons.of(lectureId);
  const lessonId = lesson?.lessonId ?? null;
  const full = watcher.sent === undefined || watcher.sent.lessonId !== lessonId;
  const from = full ? -1 : (watcher.sent?.version ?? -1);
  const changed = lesson?.changedSince(from) ?? [];
  const shown = watcher.pictures ? changed.filter(({ picture }) => picture !== null && picture.version > from) : [];
  if (lesson && shown.length > 0) {
    // On record before it is seen.
    await views.record(
      shown.map(({ student }) => ({
        lessonId: lesson.lessonId,
        viewerId,
        studentId: student.id,
        kind: 'wall' as const,
      })),
      socketActor(watcher.socket.data),
    );
  }
  watcher.sent = { lessonId, version: changed.reduce((most, { version }) => Math.max(most, version), full ? 0 : from) };
  return {
    lectureId,
    lessonId,
    startedAt: lesson?.startedAt ?? null,
    version: watcher.sent.version,
    serverTime: iso(clock.now()),
    waiting,
    alarms: alarms && { count: alarms.count, codes: [...alarms.codes] },
    full,
    screens: changed.map((entry) => ({ ...toScreen(entry), pictureSent: shown.includes(entry) })),
    pictures: Buffer.concat(shown.flatMap(({ picture }) => picture?.tiled.bytes ?? [])),
  };
}
