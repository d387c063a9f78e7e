import { ScreenPolicy } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';

export interface Settings {
  readonly name: string;
  readonly screenPolicy: ScreenPolicy;
}

interface Row {
  name: string;
  screen_policy: string;
}

/** The one row of settings. */
export const settingsStore = (db: Queries) => ({
  /** Makes the row at the first start; a later start changes nothing. */
  ensure: async ({ name, screenPolicy }: Settings): Promise<void> => {
    await db('institution')
      .insert({ id: 1, name, screen_policy: JSON.stringify(screenPolicy) })
      .onConflict('id')
      .ignore();
  },
  read: async (): Promise<Settings> => {
    const row: Row | undefined = await db('institution').first('name', 'screen_policy');
    if (!row) throw new Error('The institution row is missing: the database was not set up by this server');
    return { name: row.name, screenPolicy: ScreenPolicy.parse(JSON.parse(row.screen_policy)) };
  },
  write: async ({ name, screenPolicy }: Settings): Promise<void> => {
    await db('institution')
      .where({ id: 1 })
      .update({ name, screen_policy: JSON.stringify(screenPolicy) });
  },
});
