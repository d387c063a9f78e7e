import { hash, verify } from '@node-rs/argon2';

export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** With no hash (an unknown address) it works as long and says no, so that time does not tell. */
  matches(hash: string | undefined, password: string): Promise<boolean>;
}

/** argon2id, the library's default variant; costs from the configuration. */
export async function argonPasswords({ memoryKib, passes }: PasswordCost): Promise<Passwords> {
  const options = { memoryCost: memoryKib, timeCost: passes, parallelism: 1 };
  const nobody = await hash('nobody', options);
  return {
    hash: (password) => hash(password, options),
    matches: async (stored, password) => (await verify(stored ?? nobody, password)) && stored !== undefined,
  };
}
