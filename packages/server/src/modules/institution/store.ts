import { ScreenPolicy, SecondFactorRole } from '@didacto/sdk/contract';
import * as z from 'zod';
import type { Queries } from '../../platform/database.js';

export interface Settings {
  readonly name: string;
  readonly screenPolicy: ScreenPolicy;
  /** Roles whose members must have a second factor. */
  readonly secondFactorRoles: readonly SecondFactorRole[];
}

interface Row {
  name: string;
  screen_policy: string;
  second_factor_roles: string;
}

const SecondFactorRoles = z.array(SecondFactorRole);

const toRow = ({ name, screenPolicy, secondFactorRoles }: Settings): Row => ({
  name,
  screen_policy: JSON.stringify(screenPolicy),
  second_factor_roles: JSON.stringify(secondFactorRoles),
});

/** The one row of settings. */
export const settingsStore = (db: Queries) => ({
  /** Makes the row at the first start; a later start changes nothing. */
  ensure: async (settings: Settings): Promise<void> => {
    await db('institution')
      .insert({ id: 1, ...toRow(settings) })
      .onConflict('id')
      .ignore();
  },
  read: async (): Promise<Settings> => {
    const row: Row | undefined = await db('institution').first('name', 'screen_policy', 'second_factor_roles');
    if (!row) throw new Error('The institution row is missing: the database was not set up by this server');
    return {
      name: row.name,
      screenPolicy: ScreenPolicy.parse(JSON.parse(row.screen_policy)),
      secondFactorRoles: SecondFactorRoles.parse(JSON.parse(row.second_factor_roles)),
    };
  },
  write: async (settings: Settings): Promise<void> => {
    await db('institution').where({ id: 1 }).update(toRow(settings));
  },
});
