import { openDatabase } from '../../../platform/database.js';
import { idFactory, systemRandom } from '../../../platform/ids.js';
import type { Letter } from '../../../platform/mail/mailer.js';
import { ownedClock } from '../../../platform/mail/testing/owned-clock.js';
import { newTrail } from '../../../testing/service-parts.js';
import { alarmService } from '../service.js';
import { alarmStore } from '../store.js';
import { alarmTeller } from '../teller.js';

export type TestAlarms = Awaited<ReturnType<typeof openTestAlarms>>;

/** Alarms on a database of their own, with all that they would tell. */
export async function openTestAlarms(timeZone = 'Asia/Seoul') {
  const clock = ownedClock();
  const db = await openDatabase(':memory:');
  const newId = idFactory(clock, systemRandom);
  const letters: Letter[] = [];
  const logged: object[] = [];
  let changes = 0;
  const postman = { post: (letter: Letter) => void letters.push(letter), idle: async () => {}, stop: async () => {} };
  const log = { warn: (what: object) => void logged.push(what), error: (what: object) => void logged.push(what) };
  const institutionName = async () => '한빛고등학교';
  const teller = alarmTeller({ db, clock, log, postman, institutionName, timeZone });
  const effects = { alarmsChanged: () => void changes++ };
  const alarms = alarmService({ db, clock, newId, audit: newTrail(), effects, teller });
  return {
    ...{ db, clock, letters, logged, teller, alarms, store: alarmStore(db) },
    changes: () => changes,
    /** Opens an alarm as its cause would. */
    open: (code = 'payment_unknown', subject = 'pay_1', detail = 'timeout') =>
      db.transaction((tx) => alarms.open(tx, code, subject, detail)),
    member: async (role: string, change: object = {}): Promise<string> => {
      const id = newId('mem');
      await db('members').insert({
        ...{ id, email: `${role}@school.example`, password_hash: '', name: role, role, grade: 'free', created_at: '' },
        ...change,
      });
      return id;
    },
    /** Resolves when all that was to be told so far is told. */
    settled: async (): Promise<void> => {
      // What a commit sets off begins in the next turn.
      await new Promise((resolve) => setImmediate(resolve));
      await teller.idle();
    },
    close: async () => {
      await teller.stop();
      await db.destroy();
    },
  };
}
