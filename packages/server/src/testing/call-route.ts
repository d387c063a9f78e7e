import { randomUUID } from 'node:crypto';
import { pictureType, type RouteDef } from '@didacto/sdk/contract';
import type { AnySample } from './route-samples.js';

/** Calls a route by its sample as whoever holds the token; gives the status. */
export async function callRoute(
  baseUrl: string,
  route: RouteDef,
  sample: AnySample,
  token: string | undefined,
): Promise<number> {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => sample.params?.[name] ?? '');
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(sample.query ?? {})) url.searchParams.set(name, String(value));
  const response = await fetch(url, {
    method: route.method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(sample.body && { 'content-type': 'application/json' }),
      ...(route.idempotent && { 'idempotency-key': randomUUID() }),
      ...(sample.bytes && { 'content-type': route.accepts?.[0] ?? pictureType }),
    },
    ...(sample.body && { body: JSON.stringify(sample.body) }),
    ...(sample.bytes && { body: new Uint8Array(sample.bytes) }),
  });
  await response.arrayBuffer();
  return response.status;
}
