import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Didacto, isApiError } from '@didacto/sdk';
import { writePrivately } from '@didacto/sdk/node';
import * as z from 'zod';
import { AgentFailure } from './failure.js';
import { readPrivately } from './private-file.js';
import { safeText } from './safe-text.js';

/** A student's own sign-in, for the agent on their own computer. */
export const Account = z.object({
  server: z.string(),
  memberId: z.string(),
  name: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
});
export type Account = z.infer<typeof Account>;

export const accountFile = (dir: string): string => join(dir, 'account.json');

/** @throws AgentFailure account_broken, key_exposed */
export async function readAccount(dir: string): Promise<Account | undefined> {
  const text = await readPrivately(accountFile(dir));
  if (text === undefined) return undefined;
  try {
    return Account.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${accountFile(dir)} is not a sign-in. Run didacto-agent logout, then login again.`;
    throw new AgentFailure('account_broken', message, undefined, { cause });
  }
}

export const keepAccount = (dir: string, account: Account): Promise<void> =>
  writePrivately(accountFile(dir), `${JSON.stringify(account, null, 2)}\n`);

export const forgetAccount = (dir: string): Promise<void> => rm(accountFile(dir), { force: true });

/** Signs a member in; asks for the second factor where it is on. @throws ApiError credentials_wrong, second_factor_wrong */
export async function signMemberIn(
  didacto: Didacto,
  email: string,
  password: string,
  askCode: () => Promise<string>,
): Promise<Account> {
  const client = `didacto-agent on ${hostname()}`.slice(0, 80);
  const signIn = (code?: string) => didacto.sessions.signIn({ email, password, client, code });
  const { accessToken, refreshToken, member } = await signIn().catch(async (error: unknown) => {
    if (isApiError(error) && error.code === 'second_factor_needed') return signIn(await askCode());
    throw error;
  });
  return {
    server: didacto.baseUrl.href.replace(/\/$/, ''),
    memberId: member.id,
    name: safeText(member.name),
    accessToken,
    refreshToken,
  };
}
