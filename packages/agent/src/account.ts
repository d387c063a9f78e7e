import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Didacto } from '@didacto/sdk';
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

/** Signs a member in. @throws ApiError credentials_wrong */
export async function signMemberIn(client: Didacto, email: string, password: string): Promise<Account> {
  const { accessToken, refreshToken, member } = await client.sessions.signIn({ email, password });
  return {
    server: client.baseUrl.href.replace(/\/$/, ''),
    memberId: member.id,
    name: safeText(member.name),
    accessToken,
    refreshToken,
  };
}
