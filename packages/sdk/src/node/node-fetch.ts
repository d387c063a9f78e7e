import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

export interface NodeFetchOptions {
  /** Certificates to trust besides the usual ones, PEM: a file, or its text. */
  readonly caFile?: string;
  readonly ca?: string;
}

/**
 * A `fetch` that keeps its connections and trusts a school's own certificate: `createDidacto({ fetch: nodeFetch({ caFile }) })`.
 * @throws when the file cannot be read
 */
export function nodeFetch({ caFile, ca }: NodeFetchOptions = {}): typeof globalThis.fetch {
  const own = [...(caFile === undefined ? [] : [readFileSync(caFile, 'utf8')]), ...(ca === undefined ? [] : [ca])];
  const connect = own.length > 0 ? { ca: [...rootCertificates, ...own] } : {};
  let loading: Promise<typeof globalThis.fetch> | undefined;
  // undici is loaded by the first call: who only makes a client, or stops before, does not pay for it.
  const load = async () => {
    const { Agent, fetch } = await import('undici');
    const dispatcher = new Agent({ keepAliveTimeout: 30_000, connect });
    const call = (input: string | URL, init: object = {}) => fetch(input, { ...init, dispatcher });
    // undici's own types name the same web interfaces a second time.
    return call as unknown as typeof globalThis.fetch;
  };
  return async (input, init) => {
    loading ??= load();
    return (await loading)(input, init);
  };
}
