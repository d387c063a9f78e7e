import type { Institution, ScreenPolicy } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import { version } from '../../version.js';
import { type Settings, settingsStore } from './store.js';

/** A picture a second, as wide as a tile of a wall needs. */
export const defaultScreenPolicy: ScreenPolicy = { intervalMs: 1_000, width: 320, height: 180, quality: 40 };

export interface InstitutionService {
  get(): Promise<Institution>;
  settings(): Promise<Settings>;
  update(change: {
    name?: string | undefined;
    screenPolicy?: { [K in keyof ScreenPolicy]?: number | undefined } | undefined;
  }): Promise<Institution>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly serverKey: string;
  readonly effects: LiveEffects;
}

export function institutionService({ db, clock, serverKey, effects }: Dependencies): InstitutionService {
  const describe = ({ name, screenPolicy }: Settings): Institution => ({
    name,
    screenPolicy,
    serverKey,
    serverTime: iso(clock.now()),
    version,
  });
  return {
    get: async () => describe(await settingsStore(db).read()),
    settings: () => settingsStore(db).read(),
    update: async ({ name, screenPolicy }) => {
      const next = await db.transaction(async (tx) => {
        const store = settingsStore(tx);
        const now = await store.read();
        const given = Object.fromEntries(Object.entries(screenPolicy ?? {}).filter(([, value]) => value !== undefined));
        const changed: Settings = { name: name ?? now.name, screenPolicy: { ...now.screenPolicy, ...given } };
        await store.write(changed);
        return changed;
      });
      effects.policyChanged(next.screenPolicy);
      return describe(next);
    },
  };
}
