interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

/** A list call: await it for the first page, or iterate over all items of all pages. */
export interface PagedCall<P, T> extends Promise<P>, AsyncIterable<T> {
  /** All items, or the first `limit` of them. */
  toArray(options?: { limit?: number }): Promise<T[]>;
}

export function pagedCall<T, P extends Page<T>>(
  fetchPage: (cursor: string | undefined) => Promise<P>,
): PagedCall<P, T> {
  // Asked only when awaited: iterating or collecting makes its own first request.
  let first: Promise<P> | undefined;
  const firstPage = () => {
    first ??= fetchPage(undefined);
    return first;
  };
  async function* items() {
    for (let page = await firstPage(); ; page = await fetchPage(page.nextCursor ?? undefined)) {
      yield* page.data;
      if (page.nextCursor === null) return;
    }
  }
  const toArray = async ({ limit = Number.POSITIVE_INFINITY } = {}) => {
    const all: T[] = [];
    if (limit <= 0) return all;
    for await (const item of items()) {
      all.push(item);
      if (all.length >= limit) break;
    }
    return all;
  };
  return {
    // biome-ignore lint/suspicious/noThenProperty: a list is awaitable by design
    then: (resolve, reject) => firstPage().then(resolve, reject),
    catch: (reject) => firstPage().catch(reject),
    finally: (settle) => firstPage().finally(settle),
    [Symbol.toStringTag]: 'PagedCall',
    [Symbol.asyncIterator]: items,
    toArray,
  };
}
