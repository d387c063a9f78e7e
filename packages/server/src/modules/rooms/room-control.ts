import type { Person, RoomControl, RoomPlace } from '@didacto/sdk/contract';
import type { Clock } from '../../platform/clock.js';
import type { NewId } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { InstitutionService } from '../institution/service.js';
import type { LiveLessons } from '../screens/live-lessons.js';
import type { ControlLog } from './control-log.js';
import type { RoomRegistry } from './registry.js';
import { type FindHeld, mustHold, type RoomSpeaker } from './room-speaker.js';
import type { Control, Room, Transition } from './room-state.js';
import { toControl } from './show-room.js';

/** Control of a student's mouse and keyboard: asked for or begun, answered, ended, and on record. */
export interface RoomControls {
  /** In the lecture that the speaker was found to teach. @throws Problem forbidden, control_refused, consent_missing */
  takeControl(speaker: RoomSpeaker, place: RoomPlace, lectureId: string): Promise<RoomControl>;
  /** @throws Problem control_not_held */
  answerControl(speaker: RoomSpeaker, place: RoomPlace, controlId: string, allowed: boolean): Promise<void>;
  /** @throws Problem control_not_held */
  endControl(speaker: RoomSpeaker, place: RoomPlace, controlId: string, inputs: number | undefined): Promise<void>;
  /** What a change of a room means for its control. */
  followed(transition: Transition, inputs: number | undefined): void;
}

interface Dependencies {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly registry: RoomRegistry;
  readonly controls: ControlLog;
  readonly lessons: LiveLessons;
  readonly institution: Pick<InstitutionService, 'settings'>;
  readonly held: FindHeld;
  /** Does what follows from a change, and tells of it. */
  readonly follow: (transition: Transition, inputs?: number) => Transition;
}

export function roomControls(deps: Dependencies): RoomControls {
  const { clock, newId, registry, controls, lessons, institution, held, follow } = deps;
  // Who asked for a control that waits for an answer.
  const asking = new Map<string, Actor>();

  /** Begins what is on record already; what came to nothing is on record as ended. */
  const begin = async (place: RoomPlace & { sessionId: string }, room: Room, control: Control, by: Actor) => {
    await controls.started(room, control, by);
    const transition = await registry.beginControl(place, control);
    const begun = transition && follow(transition).after.control;
    if (begun?.id !== control.id || begun.state !== 'on') controls.ended(control.id, 0);
    return mustHold(transition).after.control;
  };

  return {
    takeControl: async (speaker, place, lectureId) => {
      const { room, side } = await held(speaker, place);
      const { instructor } = room.sessions;
      if (side !== 'instructor' || !instructor || room.lectureId !== lectureId) throw new Problem('forbidden');
      if (room.control) return toControl(room.control);
      const { controlPolicy } = await institution.settings();
      mustBeControllable(room, lessons, controlPolicy);
      const state = controlPolicy === 'ask' ? ('asked' as const) : ('on' as const);
      const control: Control = {
        id: newId('ctl'),
        state,
        by: instructor.person,
        fence: place.fence,
        since: clock.now(),
      };
      const shown = { ...place, sessionId: speaker.sessionId };
      if (state === 'on') return toControl(mustBeThere(await begin(shown, room, control, speaker.actor)));
      asking.set(control.id, speaker.actor);
      const begun = await registry.beginControl(shown, control);
      if (begun?.after.control?.id !== control.id) asking.delete(control.id);
      return toControl(mustBeThere(follow(mustHold(begun)).after.control));
    },
    answerControl: async (speaker, place, controlId, allowed) => {
      const { room, side } = await held(speaker, place);
      const { control } = room;
      if (side !== 'student') throw new Problem('forbidden');
      if (control?.id !== controlId || control.state !== 'asked') throw new Problem('control_not_held');
      const shown = { ...place, sessionId: speaker.sessionId };
      if (!allowed) {
        follow(mustHold(await registry.endControl(shown, controlId)));
        return;
      }
      const by = asking.get(controlId) ?? memberActor(control.by);
      mustBeThere(await begin(shown, room, { ...control, state: 'on', since: clock.now() }, by));
    },
    endControl: async (speaker, place, controlId, inputs) => {
      const { room, side } = await held(speaker, place);
      // Only the student's side knows how many there were.
      const counted = side === 'student' ? inputs : undefined;
      if (room.control?.id === controlId) {
        follow(mustHold(await registry.endControl({ ...place, sessionId: speaker.sessionId }, controlId)), counted);
        return;
      }
      if (counted === undefined || !controls.counted(controlId, room.student.id, counted))
        throw new Problem('control_not_held');
    },
    followed: ({ before, after }, inputs) => {
      if (!before.control || before.control.id === after.control?.id) return;
      asking.delete(before.control.id);
      // Who is still there says how many inputs there were.
      const isThere = after.sessions.student?.fence === before.sessions.student?.fence;
      controls.ended(before.control.id, inputs ?? (isThere ? undefined : null));
    },
  };
}

/** @throws Problem control_not_held */
function mustBeThere(control: Control | null): Control {
  if (!control) throw new Problem('control_not_held');
  return control;
}

/** @throws Problem consent_missing, control_refused */
function mustBeControllable(
  { consent, lectureId, student, sessions }: Room,
  lessons: LiveLessons,
  policy: string,
): void {
  if (!consent.screen) throw new Problem('consent_missing');
  if (!sessions.student?.abilities?.control) throw new Problem('control_refused', { detail: 'It plays no input' });
  const isShown = lessons.of(lectureId)?.entry(student.id)?.noticeShown === true;
  if (policy === 'notify' && !isShown)
    throw new Problem('control_refused', { detail: 'The student cannot be shown that it begins' });
}

const memberActor = ({ id }: Person): Actor => ({
  ...{ kind: 'member', id, tokenId: null, address: '', client: '', requestId: '' },
});
