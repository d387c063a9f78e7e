import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDidacto, type Didacto, type Member, type Role } from '@didacto/sdk';
import { readConfig } from '../config.js';
import { systemActor } from '../modules/audit/actor.js';
import { createLogger } from '../platform/logger.js';
import { type Effects, type RunningServer, startServer } from '../server.js';

/** A member with a client that is signed in as them. */
export interface Person {
  readonly member: Member;
  readonly didacto: Didacto;
  readonly accessToken: string;
}

/** The real server on a free port and a file of its own, with an administrator. */
export interface TestServer {
  readonly server: RunningServer;
  readonly url: string;
  readonly dataDir: string;
  readonly visitor: Didacto;
  readonly admin: Person;
  person(role: Role, options?: { name?: string; grade?: 'free' | 'premium' }): Promise<Person>;
  stop(): Promise<void>;
}

export const password = 'correct horse battery';

/** Everything default but the costs: one pass of argon2 over 8 KiB. */
export const testEnvironment = (dataDir: string): Record<string, string> => ({
  DATA_DIR: dataDir,
  PORT: '0',
  METRICS_PORT: '0',
  LOG_LEVEL: 'silent',
  ARGON2_MEMORY_KIB: '8',
  ARGON2_PASSES: '1',
  RATE_LIMITS: 'off',
  MAIL: 'file',
});

export async function startTestServer(
  options: { env?: Record<string, string>; effects?: Effects } = {},
): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'didacto-test-'));
  const config = readConfig({ ...testEnvironment(dataDir), ...options.env });
  const server = await startServer(config, { log: createLogger('silent'), ...options.effects });
  const { url } = server;
  // Retries would hide refusals that tests look for.
  const retry = { retries: 0 };
  const visitor = createDidacto({ baseUrl: url, retry });

  const signIn = async (member: Member): Promise<Person> => {
    const { accessToken, refreshToken } = await visitor.sessions.signIn({ email: member.email, password });
    return {
      member,
      accessToken,
      didacto: createDidacto({ baseUrl: url, retry, auth: { session: { accessToken, refreshToken } } }),
    };
  };
  const make = (email: string, name: string, role: Role, grade: 'free' | 'premium' = 'free') =>
    server.modules.members.create({ email, name, role, grade, password }, systemActor);
  const admin = await signIn(await make('admin@school.example', '관리자', 'admin'));
  let count = 0;
  return {
    server,
    url,
    dataDir,
    visitor,
    admin,
    person: async (role, { name = `${role} ${count + 1}`, grade } = {}) =>
      signIn(await make(`${role}-${++count}@school.example`, name, role, grade)),
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
