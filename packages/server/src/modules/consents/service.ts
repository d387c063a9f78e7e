import type { Consent } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { isSameConsent } from './consent.js';
import { consentStore } from './store.js';

/** What students let the instructor have, lesson by lesson. */
export interface Consents {
  of(lessonId: string, studentId: string): Promise<Consent>;
  /** Changes it, on record, and then what follows from it; changes of one student one after the other. */
  change(
    lessonId: string,
    studentId: string,
    change: { readonly [K in keyof Consent]?: boolean | undefined },
    by: Actor,
    then: (consent: Consent) => Promise<void>,
  ): Promise<Consent>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly audit: AuditTrail;
}

export function consentService({ db, clock, audit }: Dependencies): Consents {
  const underWay = new Map<string, Promise<unknown>>();

  const write = (lessonId: string, studentId: string, change: Parameters<Consents['change']>[2], by: Actor) =>
    db.transaction(async (tx) => {
      const before = await consentStore(tx).of(lessonId, studentId);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const after: Consent = { ...before, ...given };
      if (isSameConsent(before, after)) return before;
      await consentStore(tx).write(lessonId, studentId, after, iso(clock.now()));
      const data = { screen: after.screen, voice: after.voice, camera: after.camera };
      await audit.append(tx, [{ action: 'consent.changed', by, subjects: [lessonId, studentId], data }]);
      return after;
    });

  return {
    of: (lessonId, studentId) => consentStore(db).of(lessonId, studentId),
    change: (lessonId, studentId, change, by, then) => {
      const key = `${lessonId} ${studentId}`;
      const next = (underWay.get(key) ?? Promise.resolve()).then(async () => {
        const consent = await write(lessonId, studentId, change, by);
        await then(consent);
        return consent;
      });
      const settled = next.then(
        () => undefined,
        () => undefined,
      );
      underWay.set(key, settled);
      void settled.then(() => {
        if (underWay.get(key) === settled) underWay.delete(key);
      });
      return next;
    },
  };
}
