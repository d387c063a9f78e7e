import type { Alarm } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { afterCommit, type Database, type Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { type AlarmFilter, alarmStore } from './store.js';
import type { AlarmTeller } from './teller.js';

/** What a person has to see to: one alarm for each cause, counted while it goes on, told of once per opening. */
export interface AlarmService {
  /** In the transaction of its cause, ids and amounts only; people are told once that is committed. */
  open(tx: Queries, code: string, subject: string, detail: string): Promise<void>;
  /** Its cause is gone, as the system found; in the transaction that found it. */
  resolve(tx: Queries, code: string, subject: string): Promise<void>;
  /** Newest first. */
  list(filter: AlarmFilter): Promise<{ data: Alarm[]; nextCursor: string | null }>;
  /** Somebody is at it. @throws Problem not_found, alarm_not_open */
  acknowledge(alarmId: string, memberId: string, actor: Actor): Promise<Alarm>;
  /** Somebody says that its cause is gone. @throws Problem not_found, alarm_not_open */
  resolveOne(alarmId: string, memberId: string, actor: Actor, note?: string): Promise<Alarm>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: AuditTrail;
  readonly effects: Pick<LiveEffects, 'alarmsChanged'>;
  readonly teller: Pick<AlarmTeller, 'nudge'>;
}

export function alarmService({ db, clock, newId, audit, effects, teller }: Dependencies): AlarmService {
  const now = () => iso(clock.now());
  const changed = () => {
    effects.alarmsChanged();
    teller.nudge();
  };
  type Move = (store: ReturnType<typeof alarmStore>) => Promise<boolean>;
  const move = async (
    alarmId: string,
    act: Move,
    action: 'alarm.acknowledged' | 'alarm.resolved',
    by: { readonly actor: Actor; readonly note?: string | undefined },
  ): Promise<Alarm> => {
    const alarm = await db.transaction(async (tx) => {
      const store = alarmStore(tx);
      const isMoved = await act(store);
      const found = await store.byId(alarmId);
      if (!found) throw new Problem('not_found');
      if (!isMoved) throw new Problem('alarm_not_open');
      const { code, subject, count } = found;
      await audit.append(tx, [
        { action, by: by.actor, subjects: [alarmId, subject], data: { code, count }, note: by.note },
      ]);
      return found;
    });
    effects.alarmsChanged();
    return alarm;
  };
  return {
    open: async (tx, code, subject, detail) => {
      await alarmStore(tx).open({ id: newId('alm'), code, subject, detail, openedAt: now() });
      afterCommit(tx, changed);
    },
    resolve: async (tx, code, subject) => {
      if (await alarmStore(tx).resolveCause(code, subject, now())) afterCommit(tx, effects.alarmsChanged);
    },
    list: (filter) => alarmStore(db).page(filter),
    acknowledge: (alarmId, memberId, actor) =>
      move(alarmId, (store) => store.acknowledge(alarmId, memberId, now()), 'alarm.acknowledged', { actor }),
    resolveOne: (alarmId, memberId, actor, note) =>
      move(alarmId, (store) => store.resolve(alarmId, memberId, now()), 'alarm.resolved', { actor, note }),
  };
}
