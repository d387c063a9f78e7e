/**
 * Remembers pages of a list until something in it changes. What was being read while it changed is not kept: it may be
 * of before.
 */
export interface ListCache<Page> {
  get(key: string, read: () => Promise<Page>): Promise<Page>;
  evict(): void;
}

/** Pages beyond this push all others out: a list is asked for in few ways. */
const mostPages = 500;

export function listCache<Page>(): ListCache<Page> {
  const pages = new Map<string, Page>();
  let changes = 0;
  return {
    get: async (key, read) => {
      const held = pages.get(key);
      if (held !== undefined) return held;
      const before = changes;
      const page = await read();
      if (before !== changes) return page;
      if (pages.size >= mostPages) pages.clear();
      pages.set(key, page);
      return page;
    },
    evict: () => {
      changes += 1;
      pages.clear();
    },
  };
}
