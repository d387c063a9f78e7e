import type { Lecture } from '@didacto/sdk';
import type { ScreenWithPicture, WallFeed } from '@didacto/sdk/realtime';
import type { WallSnapshot, WallTile } from '../../wall/model.js';

/** The wall as a feed has it now. */
export function snapshotOf(feed: WallFeed, { id, title }: Lecture, connected: boolean): WallSnapshot {
  const lessonId = feed.lessonId();
  const startedAt = feed.startedAt();
  return {
    lecture: { id, title },
    lesson: lessonId === null || startedAt === null ? null : { id: lessonId, startedAt: Date.parse(startedAt) },
    waiting: feed.waiting(),
    alarms: feed.alarms(),
    tiles: feed.screens().map(tileOf).sort(bySeat),
    connection: connected ? 'connected' : 'reconnecting',
  };
}

function tileOf({ student, deviceName, state, reason, since, consent, picture, bytes }: ScreenWithPicture): WallTile {
  return {
    studentId: student.id,
    name: student.name,
    deviceName,
    state,
    ...(reason !== null && { reason: reason === 'capture_failed' ? 'no_display' : reason }),
    since: Date.parse(since),
    consent,
    picture:
      picture && bytes ? { version: picture.version, jpeg: bytes, capturedAt: Date.parse(picture.capturedAt) } : null,
  };
}

const collator = new Intl.Collator('ko', { numeric: true });

/** As the room is: by device, PC-2 before PC-10; who has none comes last, by name. */
function bySeat(a: WallTile, b: WallTile): number {
  if ((a.deviceName === null) !== (b.deviceName === null)) return a.deviceName === null ? 1 : -1;
  return collator.compare(a.deviceName ?? '', b.deviceName ?? '') || collator.compare(a.name, b.name);
}
