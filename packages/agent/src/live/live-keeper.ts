import type { Assignment, Consent, RoomAbilities } from '@didacto/sdk/contract';
import type { AttendRoom, RoomEnd, RoomOptions, StudentRoom } from '@didacto/sdk/live';
import type { AgentClock } from '../agent-clock.js';
import type { ScreenSource } from '../capture/source.js';
import { codeOf } from '../credentials.js';
import { AgentFailure } from '../failure.js';
import type { Log } from '../log.js';
import type { MediaMachine } from './live-media.js';
import { type LiveDesk, type LiveSession, type LiveState, liveSession } from './live-session.js';
import type { Rtc } from './open-track.js';
import { tuneDescription } from './tune-description.js';

/** What this machine has for live rooms. */
export interface LiveMachine {
  readonly openSource: () => ScreenSource;
  /** Absent: the server's relay only, and no track. */
  readonly rtc: Rtc | undefined;
  /** Of use with `rtc` alone. */
  readonly media?: MediaMachine;
  /** What it can do now. Rejects never. */
  readonly abilities: () => Promise<RoomAbilities>;
  readonly desk: (lesson: Assignment) => LiveDesk;
}

/** Attends the live room of the seat for as long as a lesson is captured. */
export interface LiveKeeper {
  open(lesson: Assignment): void;
  /** Resolves when the room is left and nothing is looked at or held down. Rejects never. */
  close(): Promise<void>;
  /** Null: in no room. */
  state(): LiveState | null;
  /** What the student allows from now on. @throws AgentFailure no_lesson where there is no room */
  setConsent(change: Partial<Consent>): Promise<Consent>;
}

const noRoom = () => new AgentFailure('no_lesson', 'This computer is in no lesson now.');

/** For an agent without live rooms. */
export const noLive: LiveKeeper = {
  open: () => undefined,
  close: async () => undefined,
  state: () => null,
  setConsent: async () => {
    throw noRoom();
  },
};

export interface LiveKeeperOptions {
  readonly machine: LiveMachine;
  readonly attend: AttendRoom;
  readonly clock: AgentClock;
  readonly log: Log;
  readonly onChange: () => void;
}

/** A room that could not be entered, or that ended by itself, is tried again after so long. */
const againMs = 3_000;
/** After these it is not entered again until the next assignment: another machine has the seat, or there is no lesson. */
const final = new Set<RoomEnd>(['closed', 'room_taken_over', 'lesson_ended', 'session_ended', 'forbidden']);

interface Stay {
  readonly lesson: Assignment;
  session: LiveSession | undefined;
  cancelAgain: () => void;
  /** Resolves when an attempt to enter has come to its end. */
  entering: Promise<void>;
}

export function liveKeeper(options: LiveKeeperOptions): LiveKeeper {
  const { clock, log, onChange } = options;
  let stay: Stay | undefined;
  let closing: Promise<void> = Promise.resolve();

  const enter = async (at: Stay): Promise<void> => {
    try {
      const room = await attendRoom(options, at.lesson);
      if (stay !== at) return await room.close();
      at.session = liveSession({ ...sessionOf(options, at.lesson), room });
      room.on('ended', (code) => ended(at, code));
      onChange();
    } catch (error) {
      log.warn({ reason: codeOf(error) }, 'the live room cannot be entered');
      again(at);
    }
  };
  const again = (at: Stay): void => {
    if (stay !== at) return;
    at.cancelAgain = clock.after(againMs, () => {
      at.entering = enter(at);
    });
  };
  const ended = (at: Stay, code: RoomEnd): void => {
    const { session } = at;
    at.session = undefined;
    if (code !== 'closed') log.info({ reason: code }, 'out of the live room');
    at.entering = (session?.stop() ?? Promise.resolve()).then(() => {
      if (!final.has(code)) again(at);
      onChange();
    });
  };
  const leave = async (at: Stay): Promise<void> => {
    at.cancelAgain();
    await at.entering;
    await at.session?.stop();
    at.session = undefined;
    onChange();
  };
  return {
    open(lesson) {
      if (stay !== undefined) return;
      const at: Stay = { lesson, session: undefined, cancelAgain: () => undefined, entering: Promise.resolve() };
      stay = at;
      at.entering = closing.then(() => enter(at));
    },
    close() {
      const at = stay;
      stay = undefined;
      if (at !== undefined) {
        closing = leave(at).catch((error: unknown) => log.warn({ err: error }, 'the live room did not close'));
      }
      return closing;
    },
    state: () => stay?.session?.state() ?? null,
    async setConsent(change) {
      if (!stay?.session) throw noRoom();
      return stay.session.setConsent(change);
    },
  };
}

async function attendRoom({ machine, attend }: LiveKeeperOptions, lesson: Assignment): Promise<StudentRoom> {
  const { lectureId, lessonId } = lesson;
  const options: RoomOptions = { rtc: machine.rtc?.implementation ?? null, tuneDescription };
  return attend({ lectureId, lessonId, abilities: await machine.abilities() }, options);
}

const sessionOf = ({ machine, clock, log, onChange }: LiveKeeperOptions, lesson: Assignment) => ({
  openSource: machine.openSource,
  openTrack: machine.rtc?.openTrack,
  media: machine.rtc && machine.media && { ...machine.media, rtc: machine.rtc.media },
  desk: machine.desk(lesson),
  clock,
  log,
  onChange,
});
