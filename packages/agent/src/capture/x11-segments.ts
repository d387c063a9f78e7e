import { createRequire } from 'node:module';

/** What the `x11` package keeps of one segment, and the way it makes and drops them (its lib/shm-provider.js). */
type Segment = object;

interface SegmentProvider {
  create(bytes: number): Segment;
  destroy(segment: Segment): void;
}

interface ProviderModule {
  createBuiltinProvider(): SegmentProvider | null;
}

/**
 * The package's own shared memory, which also lets go of what is left when the server died: by itself the package keeps
 * each segment's file open until the server answers.
 */
export interface TrackedSegments {
  /** For the package's option `shm`; null where there is no shared memory. */
  provider: SegmentProvider | null;
  destroyAll(): void;
}

export function trackSegments(): TrackedSegments {
  const { createBuiltinProvider }: ProviderModule = createRequire(import.meta.url)('x11/lib/shm-provider.js');
  const builtin = createBuiltinProvider();
  const held = new Set<Segment>();
  const destroy = (segment: Segment): void => {
    if (held.delete(segment)) builtin?.destroy(segment);
  };
  return {
    provider: builtin && {
      ...builtin,
      create(bytes) {
        const segment = builtin.create(bytes);
        held.add(segment);
        return segment;
      },
      destroy,
    },
    destroyAll() {
      for (const segment of held) destroy(segment);
    },
  };
}
