import { hash, verify } from '@node-rs/argon2';

export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** With no hash (an unknown address, an account without password) it works as long and says no, so that time does not tell. */
  matches(hash: string | undefined, password: string): Promise<boolean>;
  /** Whether a hash was made at another cost than the configured one. */
  isOutdated(hash: string): boolean;
}

// The thread pool has 4 threads unless told otherwise, and the database needs some: a class that signs in must not
// stop the lesson beside it.
const mostAtOnce = 2;

/** argon2id, the library's default variant; costs from the configuration. */
export async function argonPasswords({ memoryKib, passes }: PasswordCost): Promise<Passwords> {
  const options = { memoryCost: memoryKib, timeCost: passes, parallelism: 1 };
  const nobody = await hash('nobody', options);
  const cost = `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$`;
  const inTurn = atMost(mostAtOnce);
  return {
    // NFC: the same password typed on another system may come in other code points.
    hash: (password) => inTurn(() => hash(password.normalize('NFC'), options)),
    matches: async (stored, password) => {
      const fits = await inTurn(() => verify(stored || nobody, password.normalize('NFC')));
      return fits && Boolean(stored);
    },
    isOutdated: (stored) => !stored.startsWith(cost),
  };
}

/** Runs works in the order they come, so many at a time. */
function atMost(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      // The place goes to who waited longest, or falls free.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
