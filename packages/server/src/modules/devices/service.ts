import type { CloneReport, Device, HostFacts, PairingOffer } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { type Database, isUniqueViolation, type Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { NewId, RandomBytes } from '../../platform/ids.js';
import type { PageRequest } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { pairingCodes } from './pairing-codes.js';
import { type DeviceRow, deviceStore, toDevice } from './store.js';

export interface DeviceService {
  /** @throws Problem device_name_taken */
  create(labId: string, name: string, by: Actor): Promise<PairingOffer>;
  offerPairing(deviceId: string, by: Actor): Promise<PairingOffer>;
  /** @throws Problem pairing_code_invalid */
  pair(code: string, publicKey: string, host: HostFacts, by: Actor): Promise<Device>;
  get(id: string): Promise<Device>;
  list(labId: string | undefined, request: PageRequest): Promise<{ data: Device[]; nextCursor: string | null }>;
  /** @throws Problem device_name_taken */
  update(id: string, change: { name?: string | undefined; labId?: string | undefined }, by: Actor): Promise<Device>;
  revoke(id: string, by: Actor): Promise<Device>;
  delete(id: string, by: Actor): Promise<void>;
  reportClone(id: string, report: CloneReport): Promise<void>;
  seen(id: string): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
  readonly serverKey: string;
  readonly isConnected: (deviceId: string) => boolean;
}

const asTaken = (error: unknown): unknown => (isUniqueViolation(error) ? new Problem('device_name_taken') : error);

export function deviceService({
  db,
  clock,
  newId,
  random,
  audit,
  effects,
  serverKey,
  isConnected,
}: Dependencies): DeviceService {
  const now = () => iso(clock.now());
  const describe = (row: DeviceRow): Device => toDevice(row, isConnected(row.id));
  const found = async (queries: Queries, id: string): Promise<DeviceRow> => {
    const row = await deviceStore(queries).byId(id);
    if (!row) throw new Problem('not_found');
    return row;
  };
  const labMustExist = async (queries: Queries, labId: string): Promise<void> => {
    if (!(await queries('labs').where({ id: labId }).first('id')))
      throw new Problem('not_found', { detail: `There is no lab ${labId}` });
  };
  const offer = async (tx: Queries, id: string): Promise<PairingOffer> => ({
    ...(await pairingCodes(tx, clock, random).offer(id)),
    device: describe(await found(tx, id)),
    serverKey,
  });
  const lecturesOf = async (tx: Queries, id: string): Promise<string[]> => {
    const rows: { lecture_id: string }[] = await tx('seats').where({ device_id: id }).select('lecture_id');
    return rows.map(({ lecture_id }) => lecture_id);
  };

  return {
    create: (labId, name, by) =>
      db
        .transaction(async (tx) => {
          await labMustExist(tx, labId);
          const id = newId('dev');
          await deviceStore(tx).insert({ id, lab_id: labId, name, created_at: now() });
          await audit.append(tx, [{ action: 'device.created', by, subjects: [id, labId] }]);
          return offer(tx, id);
        })
        .catch((error: unknown) => Promise.reject(asTaken(error))),
    offerPairing: (id, by) =>
      db.transaction(async (tx) => {
        await found(tx, id);
        await audit.append(tx, [{ action: 'device.pairing_offered', by, subjects: [id] }]);
        return offer(tx, id);
      }),
    pair: async (code, publicKey, host, by) => {
      // Outside the transaction: a wrong try must count, whatever follows.
      const id = await pairingCodes(db, clock, random).check(code);
      if (id === undefined) throw new Problem('pairing_code_invalid');
      await db.transaction(async (tx) => {
        if (!(await pairingCodes(tx, clock, random).take(code, id))) throw new Problem('pairing_code_invalid');
        await deviceStore(tx).update(id, {
          state: 'paired',
          public_key: publicKey,
          host: JSON.stringify(host),
          clone: null,
          last_seen_at: now(),
        });
        await audit.append(tx, [{ action: 'device.paired', by: { ...by, kind: 'device', id }, subjects: [id] }]);
      });
      // An agent with the device's former key has no right any more.
      effects.deviceEnded(id, 'device_revoked');
      return describe(await found(db, id));
    },
    get: async (id) => describe(await found(db, id)),
    list: (labId, request) => deviceStore(db).page(labId, request, describe),
    update: async (id, { name, labId }, by) => {
      await db
        .transaction(async (tx) => {
          const row = await found(tx, id);
          if (labId !== undefined) await labMustExist(tx, labId);
          await deviceStore(tx).update(id, { name: name ?? row.name, lab_id: labId ?? row.lab_id });
          await audit.append(tx, [{ action: 'device.updated', by, subjects: [id, labId ?? row.lab_id] }]);
        })
        .catch((error: unknown) => Promise.reject(asTaken(error)));
      return describe(await found(db, id));
    },
    revoke: async (id, by) => {
      await db.transaction(async (tx) => {
        await found(tx, id);
        await deviceStore(tx).update(id, { state: 'revoked', public_key: null });
        await tx('pairing_codes').where({ device_id: id }).delete();
        await audit.append(tx, [{ action: 'device.revoked', by, subjects: [id] }]);
      });
      effects.deviceEnded(id, 'device_revoked');
      return describe(await found(db, id));
    },
    delete: async (id, by) => {
      const lectures = await db.transaction(async (tx) => {
        const seated = await lecturesOf(tx, id);
        if ((await deviceStore(tx).delete(id)) === 0) throw new Problem('not_found');
        await audit.append(tx, [{ action: 'device.deleted', by, subjects: [id] }]);
        return seated;
      });
      effects.deviceEnded(id, 'device_revoked');
      for (const lectureId of lectures) await effects.rosterChanged(lectureId);
    },
    reportClone: async (id, report) => {
      await deviceStore(db).update(id, { clone: JSON.stringify(report) });
    },
    seen: async (id) => {
      await deviceStore(db).update(id, { last_seen_at: now() });
    },
  };
}
