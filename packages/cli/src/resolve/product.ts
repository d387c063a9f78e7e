import type { Cli } from '../context.js';
import { isId, pick } from './pick.js';

/** A product on sale by its id or exact name. */
export async function productId(cli: Cli, wanted: string): Promise<string> {
  if (isId('prd', wanted)) return wanted;
  const products = await (await cli.api()).products.list({ limit: 100 }).toArray();
  return pick(
    cli,
    'product',
    wanted,
    products.map(({ id, name }) => ({ id, names: [name] })),
  );
}
