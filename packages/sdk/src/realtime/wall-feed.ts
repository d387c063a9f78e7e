import type { EventProblem } from '../contract/event.js';
import type { WallUpdate } from '../contract/events.js';
import type { Screen } from '../contract/screens.js';
import type { DidactoSocket } from './socket.js';

export type ScreenWithPicture = Screen & { readonly bytes?: Uint8Array };

export type WallFeedEvent =
  | { readonly kind: 'screens'; readonly changed: ReadonlySet<string> | 'all' }
  | { readonly kind: 'connection'; readonly connected: boolean }
  /** The server refused or ended the watching; nothing more will come. */
  | { readonly kind: 'ended'; readonly code: string };

/** All screens of a lecture as they are now, kept up to date over a socket. */
export interface WallFeed {
  readonly lessonId: () => string | null;
  readonly startedAt: () => string | null;
  readonly waiting: () => number;
  /** Alarms that nobody has acknowledged; null for who does not see to them. */
  readonly alarms: () => WallUpdate['alarms'];
  readonly screens: () => readonly ScreenWithPicture[];
  /** Server time, ms since the epoch, from the last update's clock. */
  readonly now: () => number;
  readonly close: () => void;
}

/**
 * Follows a lecture's screens, with pictures unless told otherwise. Reconnects and asks again by itself.
 * Each update is acknowledged after `listen` returned, and the server sends the next only then: newest wins.
 */
export function watchLecture(
  socket: DidactoSocket,
  lectureId: string,
  listen: (event: WallFeedEvent) => void,
  { pictures = true, clock = Date.now }: { pictures?: boolean; clock?: () => number } = {},
): WallFeed {
  const screens = new Map<string, ScreenWithPicture>();
  let latest: Pick<WallUpdate, 'lessonId' | 'startedAt' | 'waiting' | 'alarms'> = {
    ...{ lessonId: null, startedAt: null, waiting: 0, alarms: null },
  };
  let aheadMs = 0;

  const apply = (update: WallUpdate, ready: () => void) => {
    if (update.lectureId !== lectureId) return ready();
    aheadMs = Date.parse(update.serverTime) - clock();
    latest = update;
    if (update.full) screens.clear();
    const sent = picturesOf(update);
    for (const { pictureSent: _, ...screen } of update.screens) {
      const held = screens.get(screen.student.id);
      // A change of state alone carries no bytes; the picture stays.
      const kept = screen.picture?.version === held?.picture?.version ? held?.bytes : undefined;
      const bytes = sent.get(screen.student.id) ?? kept;
      screens.set(screen.student.id, bytes ? { ...screen, bytes } : screen);
    }
    listen({
      kind: 'screens',
      changed: update.full ? 'all' : new Set(update.screens.map(({ student }) => student.id)),
    });
    ready();
  };
  const watch = () => {
    listen({ kind: 'connection', connected: true });
    socket.emit('wall.watch', { lectureId, pictures }, (answer: { ok: true } | EventProblem) => {
      if (!answer.ok) listen({ kind: 'ended', code: answer.code });
    });
  };
  const lost = () => listen({ kind: 'connection', connected: false });
  const ended = ({ code }: { code: string }) => {
    // A server that stops is expected back: the connection is lost, no more.
    if (code !== 'shutting_down') listen({ kind: 'ended', code });
  };

  socket.on('wall.update', apply);
  socket.on('connect', watch);
  socket.on('disconnect', lost);
  socket.on('session.ended', ended);
  if (socket.connected) watch();
  else socket.connect();

  return {
    lessonId: () => latest.lessonId,
    startedAt: () => latest.startedAt,
    waiting: () => latest.waiting,
    alarms: () => latest.alarms,
    screens: () => [...screens.values()],
    now: () => clock() + aheadMs,
    close: () => {
      socket.off('wall.update', apply).off('connect', watch).off('disconnect', lost).off('session.ended', ended);
      if (socket.connected) socket.emit('wall.unwatch', { lectureId }, () => undefined);
    },
  };
}

/** Takes an update's one blob apart; each picture is copied, so that a kept one does not keep its neighbours. */
function picturesOf({ screens, pictures }: WallUpdate): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let at = 0;
  for (const { student, picture, pictureSent } of screens) {
    if (!pictureSent || !picture) continue;
    found.set(student.id, Uint8Array.from(pictures.subarray(at, at + picture.bytes)));
    at += picture.bytes;
  }
  return found;
}
