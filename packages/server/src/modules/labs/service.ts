import type { Lab } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { type Database, isUniqueViolation } from '../../platform/database.js';
import type { NewId } from '../../platform/ids.js';
import { type PageRequest, pageById } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';

interface LabRow {
  id: string;
  name: string;
  created_at: string;
  devices: number | string;
}

export interface LabService {
  /** @throws Problem lab_name_taken */
  create(name: string, by: Actor): Promise<Lab>;
  list(request: PageRequest): Promise<{ data: Lab[]; nextCursor: string | null }>;
  get(id: string): Promise<Lab>;
  /** @throws Problem lab_name_taken */
  rename(id: string, name: string, by: Actor): Promise<Lab>;
  /** @throws Problem lab_not_empty */
  delete(id: string, by: Actor): Promise<void>;
}

const toLab = ({ id, name, created_at, devices }: LabRow): Lab => ({
  id,
  name,
  devices: Number(devices),
  createdAt: created_at,
});

const asTaken = (error: unknown): unknown => (isUniqueViolation(error) ? new Problem('lab_name_taken') : error);

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: AuditTrail;
}

export function labService({ db, clock, newId, audit }: Dependencies): LabService {
  const labs = () =>
    db('labs as l').select(
      'l.id',
      'l.name',
      'l.created_at',
      db('devices').count('*').whereRaw('devices.lab_id = l.id').as('devices'),
    );
  const found = async (id: string): Promise<Lab> => {
    const row: LabRow | undefined = await labs().where('l.id', id).first();
    if (!row) throw new Problem('not_found');
    return toLab(row);
  };
  return {
    create: async (name, by) => {
      const id = newId('lab');
      await db
        .transaction(async (tx) => {
          await tx('labs').insert({ id, name, created_at: iso(clock.now()) });
          await audit.append(tx, [{ action: 'lab.created', by, subjects: [id] }]);
        })
        .catch((error: unknown) => Promise.reject(asTaken(error)));
      return found(id);
    },
    list: (request) => pageById<LabRow, Lab>(labs(), request, 'l.id', 'desc', ({ id }) => id, toLab),
    get: found,
    rename: async (id, name, by) => {
      await db
        .transaction(async (tx) => {
          if ((await tx('labs').where({ id }).update({ name })) === 0) throw new Problem('not_found');
          await audit.append(tx, [{ action: 'lab.updated', by, subjects: [id] }]);
        })
        .catch((error: unknown) => Promise.reject(asTaken(error)));
      return found(id);
    },
    delete: async (id, by) => {
      await db.transaction(async (tx) => {
        if (await tx('devices').where({ lab_id: id }).first('id')) throw new Problem('lab_not_empty');
        if ((await tx('labs').where({ id }).delete()) === 0) throw new Problem('not_found');
        await audit.append(tx, [{ action: 'lab.deleted', by, subjects: [id] }]);
      });
    },
  };
}
