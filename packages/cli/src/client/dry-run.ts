/** A request that was held back. */
export interface PlannedRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Stops a command at its first request that would change something. */
class DryRunStop extends Error {
  override name = 'DryRunStop';
  constructor(readonly request: PlannedRequest) {
    super('dry run');
  }
}

const secret = /password|token|secret|proof|code$/i;

/** A body as it may be shown. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, secret.test(key) ? '***' : withoutSecrets(part)]),
  );
}

/** A `fetch` that reads but never changes: no command can forget its dry run. */
export function readingFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const method = init?.method ?? 'GET';
    if (method === 'GET') return fetch(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    throw new DryRunStop({
      method,
      path: url.pathname + url.search,
      ...(body !== undefined && { body: withoutSecrets(body) }),
    });
  };
}

/** The request that a dry run held back, if that is what an error is: the SDK wraps what `fetch` throws. */
export function heldBack(error: unknown): PlannedRequest | undefined {
  if (error instanceof DryRunStop) return error.request;
  return error instanceof Error ? heldBack(error.cause) : undefined;
}
