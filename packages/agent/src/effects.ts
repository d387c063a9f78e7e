import type { Assignment } from '@didacto/sdk/contract';
import { makePictureDelta } from '@didacto/sdk/picture';
import type { Order } from './agent.js';
import type { AgentClock } from './agent-clock.js';
import type { Happening } from './agent-loop.js';
import type { Answer, Push } from './capture-cycle.js';
import type { Connection } from './connection.js';
import type { LiveKeeper } from './live/live-keeper.js';
import type { Log } from './log.js';
import type { NoticeKeeper } from './notice/notice-keeper.js';
import { safeText } from './safe-text.js';
import type { ScreenKeeper } from './screen-keeper.js';
import type { ServerClock } from './server-clock.js';
import type { StatusBook } from './status-book.js';

export interface Effects {
  readonly screen: ScreenKeeper;
  readonly notices: NoticeKeeper;
  readonly live: LiveKeeper;
  readonly connection: Connection;
  readonly clock: AgentClock;
  readonly serverClock: ServerClock;
  readonly random: () => number;
  readonly mayWatchUnseen: boolean;
  readonly book: StatusBook;
  readonly log: Log;
  /** What came of an order; called later, never from within `perform`. */
  readonly dispatch: (event: Happening) => void;
}

/** Carries out one order of the state machine. @param lesson the one the agent is in */
export function perform(effects: Effects, order: Order, lesson: Assignment | undefined): void {
  const { screen, notices, connection, log } = effects;
  const at = lesson && { lectureId: lesson.lectureId, lessonId: lesson.lessonId };
  switch (order.order) {
    case 'show_notice':
      return void announce(effects, order.assignment);
    case 'end_notice':
      effects.book.screen(null);
      return void notices.end();
    case 'open_screen':
      return void screen.open(order.policy);
    case 'close_screen':
      effects.book.screen(null);
      return void screen.close().catch((error: unknown) => log.warn({ err: error }, 'the screen did not close'));
    case 'open_live':
      return void effects.live.open(order.assignment);
    case 'close_live':
      return void effects.live.close();
    case 'grab':
      return void grab(effects, order.id);
    case 'tell_notice':
      return void (at && connection.notice({ ...at, shown: order.shown }));
    case 'push':
      return void (at && answered(effects, order.id, push(effects, order, at)));
    case 'report':
      return void (at && answered(effects, order.id, connection.report({ ...at, ...order.word })));
    case 'leave':
      return void connection.leave();
  }
}

async function announce(effects: Effects, assignment: Assignment): Promise<void> {
  const { lessonId, lectureTitle, instructorName } = assignment;
  const { clock, serverClock, log } = effects;
  const shown = await effects.notices.show({
    lessonId,
    lectureTitle: safeText(lectureTitle),
    instructorName: safeText(instructorName),
  });
  const permitted = shown || effects.mayWatchUnseen;
  if (!permitted) {
    effects.book.screen('not_permitted: the notice that the screen is watched cannot be shown');
    log.warn('the notice cannot be shown, so nothing is captured');
  }
  const firstSequence = firstSequenceAt(serverClock.at(clock.monotonic()));
  const phase = effects.random();
  effects.dispatch({ event: 'notice_answered', lessonId, shown, permitted, phase, firstSequence });
}

async function grab({ screen, book, dispatch }: Effects, id: number): Promise<void> {
  const result = await screen.grab();
  book.screen(result.kind === 'unavailable' ? safeText(`${result.reason}: ${result.detail}`) : null);
  dispatch({ event: 'grabbed', id, result });
}

async function push(effects: Effects, order: Push, at: { lectureId: string; lessonId: string }): Promise<Answer> {
  const { format, bytes } = encode(order);
  const capturedAt = new Date(effects.serverClock.at(order.grabbedAt)).toISOString();
  const answer = await effects.connection.push({ ...at, sequence: order.sequence, capturedAt, format, bytes });
  effects.book.pushed(answer, bytes.length, capturedAt);
  return answer;
}

async function answered({ dispatch }: Effects, id: number, reply: Promise<Answer>): Promise<void> {
  const answer = await reply;
  dispatch({ event: 'answered', id, answer });
}

function encode({ picture, base }: Push): { format: 'whole' | 'delta'; bytes: Uint8Array } {
  const delta = base ? makePictureDelta(base.picture, picture, base.sequence) : undefined;
  if (delta === undefined || delta.length >= picture.bytes.length) return { format: 'whole', bytes: picture.bytes };
  return { format: 'delta', bytes: delta };
}

const sequenceEpoch = Date.UTC(2025, 0);
/** No policy asks for more than 4 pictures a second, so a restarted agent begins above all it sent before, until 2059. */
const firstSequenceAt = (serverMs: number): number =>
  Math.max(0, Math.floor((serverMs - sequenceEpoch) / 250)) % 2 ** 32;
