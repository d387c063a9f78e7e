import { CloneReport, type Device, HostFacts } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';

export interface DeviceRow {
  id: string;
  lab_id: string;
  name: string;
  state: Device['state'];
  public_key: string | null;
  host: string | null;
  clone: string | null;
  last_seen_at: string | null;
  created_at: string;
}

const parsed = <T>(schema: { parse(value: unknown): T }, text: string | null): T | null =>
  text === null ? null : schema.parse(JSON.parse(text));

export const toDevice = (row: DeviceRow, connected: boolean): Device => ({
  id: row.id,
  labId: row.lab_id,
  name: row.name,
  state: row.state,
  connected,
  lastSeenAt: row.last_seen_at,
  host: parsed(HostFacts, row.host),
  clone: parsed(CloneReport, row.clone),
  createdAt: row.created_at,
});

export const deviceStore = (db: Queries) => ({
  insert: async (row: Pick<DeviceRow, 'id' | 'lab_id' | 'name' | 'created_at'>): Promise<void> => {
    await db('devices').insert({ ...row, state: 'unpaired' });
  },
  byId: (id: string): Promise<DeviceRow | undefined> => db<DeviceRow>('devices').where({ id }).first(),
  update: (id: string, change: Partial<Omit<DeviceRow, 'id'>>): Promise<number> =>
    db('devices').where({ id }).update(change),
  delete: (id: string): Promise<number> => db('devices').where({ id }).delete(),
  page: (labId: string | undefined, request: PageRequest, toItem: (row: DeviceRow) => Device) => {
    const query = db('devices').select('*');
    if (labId !== undefined) query.where({ lab_id: labId });
    return pageById<DeviceRow, Device>(query, request, 'id', 'desc', ({ id }) => id, toItem);
  },
});
