import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDidacto, type Didacto, type ProviderName, type Role } from '@didacto/sdk';
import { signTestWebhook } from '@didacto/sdk/webhooks';
import { createLogger } from '../../../platform/logger.js';
import { httpDeliver } from '../../../sandbox/deliver.js';
import type { Deliver } from '../../../sandbox/kit/webhook-emitter.js';
import { partyPrefixes, sandboxMerchant } from '../../../sandbox/merchant.js';
import { type SandboxSchool, startSandboxSchool } from '../../../testing/sandbox-school.js';
import { type ShiftedClock, shiftedClock } from '../../../testing/shifted-clock.js';
import { password } from '../../../testing/test-server.js';
import { type Needle, plantedText, secretNeedle } from './canary.js';
import { type CanaryProxy, startCanaryProxy } from './canary-proxy.js';

/** What the API answered to one call. */
export interface Answer {
  /** Method and path. */
  readonly call: string;
  readonly text: string;
}

/** A school whose providers say the canary wherever they can, and of which everything that it lets out is kept. */
export interface WatchedSchool extends SandboxSchool {
  readonly proxy: CanaryProxy;
  readonly clock: ShiftedClock;
  readonly log: readonly string[];
  readonly answers: readonly Answer[];
  /** Bodies of the webhooks as the school was given them. */
  readonly webhooks: readonly string[];
  /** A member whose client's answers are kept. */
  signedIn(role: Role): Promise<Didacto>;
  /** One without a session. */
  readonly visitor: Didacto;
  /** Calls the school in ways that the client would not. */
  post(path: string, body: string, headers?: Record<string, string>): Promise<number>;
  /** Says that something is secret from here on. */
  keep(kind: string, secret: string | null | undefined): void;
  /** Every secret that there was. */
  secrets(): Needle[];
  /** Every file of the server: the database and what it has not put into its file yet, mails and all. */
  files(): { readonly name: string; readonly bytes: Buffer }[];
}

export async function startWatchedSchool(): Promise<WatchedSchool> {
  const proxy = await startCanaryProxy();
  const clock = shiftedClock();
  const kept = { log: [] as string[], answers: [] as Answer[], webhooks: [] as string[], secrets: [] as Needle[] };
  const shop = await startSandboxSchool({
    env: addresses(proxy.url),
    effects: { clock, log: createLogger('trace', { write: (line) => void kept.log.push(line) }) },
    deliver: plantedDelivery(clock, kept.webhooks),
  });
  proxy.lead(shop.sandbox.url);
  const { school } = shop;
  const watchedFetch = async (url: URL, call: RequestInit): Promise<Response> => {
    const reply = await fetch(url, call);
    kept.answers.push({ call: `${call.method} ${url.pathname}`, text: await reply.clone().text() });
    return reply;
  };
  const client = { baseUrl: school.url, retry: { retries: 0 }, fetch: watchedFetch };
  const keep: WatchedSchool['keep'] = (kind, secret) => {
    if (secret) kept.secrets.push(secretNeedle(kind, secret));
  };
  return {
    ...{ ...shop, ...kept, proxy, clock, keep },
    visitor: createDidacto(client),
    signedIn: async (role) => {
      const { member } = await school.person(role);
      const session = await school.visitor.sessions.signIn({ email: member.email, password });
      keep('access token', session.accessToken);
      keep('refresh token', session.refreshToken);
      return createDidacto({ ...client, auth: { session } });
    },
    post: async (path, body, headers = {}) => {
      const url = new URL(path, school.url);
      const reply = await watchedFetch(url, { method: 'POST', headers, body });
      return reply.status;
    },
    secrets: () => [...merchantSecrets(shop), ...secretsTold(proxy), ...kept.secrets],
    files: () =>
      readdirSync(school.dataDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => ({ name, bytes: readFileSync(join(parentPath, name)) })),
    stop: async () => {
      await shop.stop();
      await proxy.close();
    },
  };
}

const variables: Readonly<Record<ProviderName, string>> = {
  tosspayments: 'TOSSPAYMENTS_URL',
  kakaopay: 'KAKAOPAY_URL',
  portone_v1: 'PORTONE_V1_URL',
  portone_v2: 'PORTONE_V2_URL',
};
const addresses = (proxy: string): Record<string, string> => ({
  [variables.tosspayments]: proxy + partyPrefixes.tosspayments,
  [variables.kakaopay]: proxy + partyPrefixes.kakaopay,
  [variables.portone_v1]: proxy + partyPrefixes.portone_v1,
  [variables.portone_v2]: proxy + partyPrefixes.portone_v2,
});

const plantedDelivery =
  (clock: ShiftedClock, sent: string[]): Deliver =>
  (delivery) => {
    const body = plantedText(delivery.body) ?? delivery.body;
    sent.push(body);
    const id = delivery.headers['webhook-id'];
    const secrets = [sandboxMerchant.portone_v2.webhookSecret];
    // What is signed is the body as it is now.
    const signed = id === undefined ? {} : signTestWebhook({ secrets, id, body, now: clock.now() }).headers;
    return httpDeliver({ ...delivery, headers: { ...delivery.headers, ...signed }, body });
  };

/** Keys that are public, such as a store code, are in the page for all to see. */
function merchantSecrets({ sandbox }: SandboxSchool): Needle[] {
  const secret = /_SECRET_KEY$|^PORTONE_V1_KEY$|_SECRET$/;
  const given = Object.entries(sandbox.environment()).filter(([name]) => secret.test(name));
  return given.map(([name, value]) => secretNeedle(name, value));
}

/** What the providers themselves told the server in confidence. */
const secretsTold = ({ passed }: CanaryProxy): Needle[] =>
  passed.flatMap(({ reply }) =>
    [...reply.matchAll(/"(access_token|secret)":"([^"]+)"/g)].map(([, name, value]) =>
      secretNeedle(name === 'secret' ? 'Toss secret' : 'PortOne access token', value ?? ''),
    ),
  );
