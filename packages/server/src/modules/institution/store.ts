import { ControlPolicy, ScreenPolicy, SecondFactorRole } from '@didacto/sdk/contract';
import * as z from 'zod';
import type { Queries } from '../../platform/database.js';

export interface Settings {
  readonly name: string;
  readonly screenPolicy: ScreenPolicy;
  /** Roles whose members must have a second factor. */
  readonly secondFactorRoles: readonly SecondFactorRole[];
  /** How control of a student's mouse and keyboard begins. */
  readonly controlPolicy: ControlPolicy;
}

interface Row {
  name: string;
  screen_policy: string;
  second_factor_roles: string;
  control_policy: string;
}

const SecondFactorRoles = z.array(SecondFactorRole);

const toRow = ({ name, screenPolicy, secondFactorRoles, controlPolicy }: Settings): Row => ({
  name,
  screen_policy: JSON.stringify(screenPolicy),
  second_factor_roles: JSON.stringify(secondFactorRoles),
  control_policy: controlPolicy,
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
    const row: Row | undefined = await db('institution').first(
      'name',
      'screen_policy',
      'second_factor_roles',
      'control_policy',
    );
    if (!row) throw new Error('The institution row is missing: the database was not set up by this server');
    return {
      name: row.name,
      screenPolicy: ScreenPolicy.parse(JSON.parse(row.screen_policy)),
      secondFactorRoles: SecondFactorRoles.parse(JSON.parse(row.second_factor_roles)),
      controlPolicy: ControlPolicy.parse(row.control_policy),
    };
  },
  write: async (settings: Settings): Promise<void> => {
    await db('institution').where({ id: 1 }).update(toRow(settings));
  },
});
