import type { ControlPolicy, Institution, ScreenPolicy, SecondFactorRole } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import { version } from '../../version.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { type Settings, settingsStore } from './store.js';

/**
 * How agents take pictures unless the institution says otherwise: one a second, as wide as a tile of a wall needs. kB a second, at one picture a second, that an agent
 * sends for a 720p screen (bars: coding 4, video 10), measured with tiles of 2 MCUs:
 *
 * | 320 x 180, quality | 30 | 40 | 50 | 60 |
 * |---|---|---|---|---|
 * | coding: ragged text scrolls 5 lines/s in 60 % x 70 % of the screen | 2.3 | 2.7 | 3.1 | 3.6 |
 * | the same, every line full | 3.6 | 4.3 | 5.0 | 5.8 |
 * | video: coding and 640 x 360 of moving noise | 3.6 | 4.2 | 4.8 | 5.5 |
 *
 * At 40, lines of text can be told apart and nothing rings that a person would notice; 30 is visibly blocky.
 *
 * CPU seconds a minute without the network, agent + X server: idle 0.06 + 0.00, coding 0.26 + 0.09, video 0.29 + 0.06;
 * 1080p 0.06 + 0.00, 0.33 + 0.03, 0.37 + 0.12; 58 to 64 MB resident.
 */
export const defaultScreenPolicy: ScreenPolicy = { intervalMs: 1_000, width: 320, height: 180, quality: 40 };

export interface InstitutionService {
  get(): Promise<Institution>;
  settings(): Promise<Settings>;
  update(
    change: {
      name?: string | undefined;
      screenPolicy?: { [K in keyof ScreenPolicy]?: number | undefined } | undefined;
      secondFactorRoles?: readonly SecondFactorRole[] | undefined;
      controlPolicy?: ControlPolicy | undefined;
    },
    by: Actor,
  ): Promise<Institution>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly serverKey: string;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
}

export function institutionService({ db, clock, serverKey, audit, effects }: Dependencies): InstitutionService {
  const describe = ({ name, screenPolicy, secondFactorRoles, controlPolicy }: Settings): Institution => ({
    name,
    screenPolicy,
    secondFactorRoles: [...secondFactorRoles],
    controlPolicy,
    serverKey,
    serverTime: iso(clock.now()),
    version,
  });
  return {
    get: async () => describe(await settingsStore(db).read()),
    settings: () => settingsStore(db).read(),
    update: async ({ name, screenPolicy, secondFactorRoles, controlPolicy }, by) => {
      const { next, isOtherPolicy } = await db.transaction(async (tx) => {
        const store = settingsStore(tx);
        const now = await store.read();
        const given = Object.fromEntries(Object.entries(screenPolicy ?? {}).filter(([, value]) => value !== undefined));
        const changed: Settings = {
          name: name ?? now.name,
          screenPolicy: { ...now.screenPolicy, ...given },
          secondFactorRoles: secondFactorRoles ? [...new Set(secondFactorRoles)].sort() : now.secondFactorRoles,
          controlPolicy: controlPolicy ?? now.controlPolicy,
        };
        await store.write(changed);
        const data = {
          ...changed.screenPolicy,
          secondFactorRoles: changed.secondFactorRoles.join(','),
          controlPolicy: changed.controlPolicy,
        };
        await audit.append(tx, [{ action: 'institution.updated', by, subjects: [], data }]);
        const isOther = changed.secondFactorRoles.join() !== now.secondFactorRoles.join();
        return { next: changed, isOtherPolicy: isOther };
      });
      effects.policyChanged(next.screenPolicy);
      if (isOtherPolicy) effects.signInPolicyChanged(next.secondFactorRoles);
      return describe(next);
    },
  };
}
