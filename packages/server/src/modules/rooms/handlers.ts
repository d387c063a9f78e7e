import type { HandlersOf } from '../../http/handlers.js';
import type { Clock } from '../../platform/clock.js';
import { Problem } from '../../platform/problem.js';
import { asMember } from '../../policy/caller.js';
import type { Consents } from '../consents/service.js';
import type { LiveLesson } from '../screens/live-lesson.js';
import type { LiveLessons } from '../screens/live-lessons.js';
import { type IceConfig, iceServersFor } from './ice.js';
import type { RoomService } from './service.js';

interface Dependencies {
  readonly clock: Clock;
  readonly ice: IceConfig;
  readonly lessons: LiveLessons;
  readonly consents: Consents;
  readonly rooms: RoomService;
}

export function roomHandlers({ clock, ice, lessons, consents, rooms }: Dependencies): HandlersOf<'rooms'> {
  /** @throws Problem no_active_lesson */
  const lessonOf = (lectureId: string): LiveLesson => {
    const lesson = lessons.of(lectureId);
    if (!lesson) throw new Problem('no_active_lesson');
    return lesson;
  };
  return {
    iceServers: async ({ params }, { caller }) => {
      if (caller.kind === 'anonymous') throw new Problem('unauthenticated');
      lessonOf(params.lectureId);
      return iceServersFor(ice, caller.kind === 'device' ? caller.deviceId : caller.memberId, clock.now());
    },
    consent: async ({ params }, { caller }) =>
      consents.of(lessonOf(params.lectureId).lessonId, asMember(caller).memberId),
    setConsent: async ({ params, body }, { caller, actor }) =>
      rooms.setConsent(lessonOf(params.lectureId), asMember(caller).memberId, body, actor),
  };
}
