import { createDidacto, type Didacto } from '@didacto/sdk';
import { TOTP } from 'otpauth';
import { systemClock } from '../platform/clock.js';
import { jwtTokens } from '../platform/tokens.js';
import { tokenSecret } from './callers.js';
import { password, type TestServer } from './test-server.js';
import type { Citizen } from './world.js';

/** A client with the session that a citizen's world gave them. */
export async function signedInAs(school: TestServer, { id, sessionId }: Citizen): Promise<Didacto> {
  const tokens = jwtTokens(tokenSecret(school.dataDir), 900, systemClock);
  const auth = await tokens.issue({ kind: 'member', sub: id, sid: sessionId });
  return createDidacto({ baseUrl: school.url, auth, retry: { retries: 0 } });
}

/** What an authenticator app shows, now or so many steps of 30 s later. */
export const totpCode = (secret: string, stepsLater = 0): string =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + stepsLater * 30_000 });

/** Begins to set up a second factor; gives the secret. */
export async function pendingSecret(school: TestServer, citizen: Citizen): Promise<string> {
  const { secondFactor } = await signedInAs(school, citizen);
  return (await secondFactor.start({ password })).secret;
}

/** Turns a second factor on; gives a code that is not used yet. */
export async function turnedOn(school: TestServer, citizen: Citizen): Promise<string> {
  const secret = await pendingSecret(school, citizen);
  const { secondFactor } = await signedInAs(school, citizen);
  await secondFactor.confirm({ code: totpCode(secret) });
  return totpCode(secret, 1);
}

/** Makes an access token; gives its id. */
export async function tokenOf(school: TestServer, citizen: Citizen): Promise<string> {
  const { accessTokens } = await signedInAs(school, citizen);
  const { accessToken } = await accessTokens.create({ name: 'sample', scopes: ['lectures:read'], password });
  return accessToken.id;
}
