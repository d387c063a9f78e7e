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

/** argon2id, the library's default variant; costs from the configuration. */
export async function argonPasswords({ memoryKib, passes }: PasswordCost): Promise<Passwords> {
  const options = { memoryCost: memoryKib, timeCost: passes, parallelism: 1 };
  const nobody = await hash('nobody', options);
  const cost = `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$`;
  return {
    // NFC: the same password typed on another system may come in other code points.
    hash: (password) => hash(password.normalize('NFC'), options),
    matches: async (stored, password) => (await verify(stored || nobody, password.normalize('NFC'))) && Boolean(stored),
    isOutdated: (stored) => !stored.startsWith(cost),
  };
}
