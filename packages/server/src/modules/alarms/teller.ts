import type { Alarm } from '@didacto/sdk/contract';
import { mails } from '../../mails/index.js';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { Logger } from '../../platform/logger.js';
import type { Postman } from '../../platform/mail/postman.js';
import type { Language } from '../../platform/problem.js';
import { alarmStore } from './store.js';

/** Tells people of new alarms: in the log, and by mail to those who look after the money. */
export interface AlarmTeller {
  /** There may be something new. */
  nudge(): void;
  /** Resolves when what was begun is told. */
  idle(): Promise<void>;
  /** What is new is told once more, then no more. */
  stop(): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly postman: Pick<Postman, 'post'>;
  readonly institutionName: () => Promise<string>;
  readonly timeZone: string;
}

/** Looks for what a crash kept from being told, and for what had to wait. */
const lookEveryMs = 10_000;
/** A provider that is down opens many alarms: after a letter there is silence, and the next one tells of all since. */
const silenceMs = 60_000;
const mostAtOnce = 500;

export function alarmTeller(deps: Dependencies): AlarmTeller {
  const { db, clock, log } = deps;
  let working: Promise<void> = Promise.resolve();
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = async (): Promise<void> => {
    const alarms = await alarmStore(db).takeUntold(mostAtOnce, iso(clock.now()));
    if (alarms.length === 0) return;
    toldAt = clock.now();
    for (const { id, code, subject, detail, count } of alarms)
      log.warn({ alarm: id, code, subject, detail, count }, 'alarm');
    await write(deps, alarms);
  };
  const next = (work: () => Promise<void>): Promise<void> => {
    working = working.then(work).catch((error: unknown) => log.error({ err: error }, 'could not tell of an alarm'));
    return working;
  };
  const look = () => void next(async () => (clock.now() - toldAt >= silenceMs ? tell() : undefined));
  const stopLooking = clock.every(lookEveryMs, look);
  return {
    nudge: look,
    idle: () => working,
    stop: () => {
      stopLooking();
      return next(tell);
    },
  };
}

async function write(deps: Dependencies, alarms: readonly Alarm[]): Promise<void> {
  const { db, postman, institutionName, timeZone } = deps;
  const institution = await institutionName();
  for (const { email, name } of await alarmStore(db).addressees())
    postman.post({ to: email, ...mails.alarms(languageOf(timeZone), { institution, name, alarms, timeZone }) });
}

/** Nobody asks for these letters, so nobody says in which language: where business is done says it. */
const languageOf = (timeZone: string): Language => (timeZone === 'Asia/Seoul' ? 'ko' : 'en');
