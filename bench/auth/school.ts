import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createDidacto, type Didacto } from '@didacto/sdk';
import { type Config, readConfig } from '../../packages/server/src/config.js';
import { createApp } from '../../packages/server/src/http/app.js';
import { systemActor } from '../../packages/server/src/modules/audit/actor.js';
import { systemClock } from '../../packages/server/src/platform/clock.js';
import { createLogger } from '../../packages/server/src/platform/logger.js';
import { createMetrics } from '../../packages/server/src/platform/metrics.js';
import {
  type Authenticated,
  type Authenticator,
  createAuthenticator,
} from '../../packages/server/src/policy/authenticator.js';
import { createPolicy, type Policy } from '../../packages/server/src/policy/policy.js';
import { databaseRelations } from '../../packages/server/src/policy/relations.js';
import { type RunningServer, startServer } from '../../packages/server/src/server.js';
import { portOf } from '../tcp-meter.js';

/** What is told of a school once it can be called. */
export type SchoolFacts = {
  doors: Record<Door, string>;
  lectureId: string;
  /** Of the lecture's owner. */
  sessionToken: string;
  accessToken: string;
  students: { email: string; password: string }[];
};

/**
 * One set of handlers over one database behind three doors: `authorized` is the server itself, `open` lets everybody in
 * and asks nothing, `cold` asks the database anew at each call who holds the token.
 */
export type Door = 'open' | 'authorized' | 'cold';

const password = 'correct horse battery';
/** Students on the roster. */
const roster = 30;

type Guard = { authenticator: Authenticator; policy: Policy };

function openGuard(ownerId: string): Guard {
  const caller: Authenticated = {
    kind: 'member',
    memberId: ownerId,
    name: 'Instructor',
    role: 'instructor',
    credentialId: 'ses_open',
    scopes: null,
    mustSetUp: false,
    expiresAt: Number.POSITIVE_INFINITY,
  };
  return {
    authenticator: { fromHeader: async () => caller, fromToken: async () => caller },
    policy: { authorize: async () => undefined },
  };
}

function coldGuard({ db, modules }: RunningServer): Guard {
  const secondFactorRoles = async () => (await modules.settings()).secondFactorRoles;
  return {
    authenticator: createAuthenticator({ db, tokens: modules.tokens, clock: systemClock, secondFactorRoles }),
    policy: createPolicy(databaseRelations(db)),
  };
}

/** The server's own HTTP side behind another guard. */
async function openDoor({ modules }: RunningServer, config: Config, guard: Guard): Promise<string> {
  const app = createApp({
    ...guard,
    handlers: modules.handlers,
    idempotency: modules.idempotency,
    webhooks: modules.sales.webhooks,
    providerOrigins: { script: [], connect: [], frame: [] },
    log: createLogger(config.logLevel),
    trustedProxies: config.trustedProxies,
    rateLimits: config.rateLimits,
    ready: async () => true,
    observe: createMetrics().observeRequest,
  });
  return listen(app);
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer({ keepAliveTimeout: 65_000 }, listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server)}`;
}

async function signIn(baseUrl: string, email: string): Promise<{ didacto: Didacto; token: string }> {
  const { accessToken: token } = await createDidacto({ baseUrl }).sessions.signIn({ email, password });
  return { didacto: createDidacto({ baseUrl, auth: token }), token };
}

/** An instructor with a lecture and its roster, and as many students as are wanted. */
async function fill({ url, modules }: RunningServer, students: number) {
  const make = (role: 'instructor' | 'student', email: string) =>
    modules.members.create({ email, name: email, role, grade: 'premium', password }, systemActor);
  const owner = await make('instructor', 'instructor@school.example');
  const { didacto, token } = await signIn(url, owner.email);
  const { id: lectureId } = await didacto.lectures.create({ title: 'Lecture' });
  const emails = Array.from({ length: students }, (_, index) => `student-${index}@school.example`);
  for (const [index, email] of emails.entries()) {
    await make('student', email);
    if (index < roster) await (await signIn(url, email)).didacto.enrollments.request({ lectureId });
  }
  await didacto.enrollments.decideMany({ lectureId, decision: 'accept', enrollmentIds: 'all_waiting' });
  const made = await didacto.accessTokens.create({
    ...{ name: 'bench', password, expiresInDays: 1 },
    scopes: ['lectures:read', 'roster:read'],
  });
  return {
    ownerId: owner.id,
    ...{ lectureId, sessionToken: token, accessToken: made.text },
    students: emails.map((email) => ({ email, password })),
  };
}

const config = readConfig(process.env);
const server = await startServer(config);
const { ownerId, ...facts } = await fill(server, Number(process.argv[2]));
const doors = {
  authorized: server.url,
  open: await openDoor(server, config, openGuard(ownerId)),
  cold: await openDoor(server, config, coldGuard(server)),
};
process.on('SIGTERM', async () => {
  await server.stop();
  process.exit(0);
});
// Asked for by any message: in microseconds, where /proc counts in hundredths of a second.
process.on('message', () => process.send?.(process.cpuUsage()));
process.on('disconnect', () => process.exit(0));
process.send?.({ doors, ...facts } satisfies SchoolFacts);
