import type { Cli } from '../context.js';
import { isId, pick } from './pick.js';

/** A lab by its id or exact name. */
export async function labId(cli: Cli, wanted: string): Promise<string> {
  if (isId('lab', wanted)) return wanted;
  const labs = await (await cli.api()).labs.list({ limit: 200 }).toArray();
  return pick(
    cli,
    'lab',
    wanted,
    labs.map(({ id, name }) => ({ id, names: [name] })),
  );
}

/** A device by its id, its exact name where that is unique, or `lab/name`. */
export async function deviceId(cli: Cli, wanted: string): Promise<string> {
  if (isId('dev', wanted)) return wanted;
  const api = await cli.api();
  const [labs, devices] = await Promise.all([
    api.labs.list({ limit: 200 }).toArray(),
    api.devices.list({ limit: 200 }).toArray(),
  ]);
  const labNames = new Map(labs.map(({ id, name }) => [id, name]));
  return pick(
    cli,
    'device',
    wanted,
    devices.map(({ id, name, labId }) => ({ id, names: [name, `${labNames.get(labId)}/${name}`] })),
  );
}
