import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createDidacto, type Didacto, type Member, type Role } from '@didacto/sdk';
import { firstLine, stopProcess } from '../bench/processes.js';

/** A member and a client signed in as them. */
export interface Person {
  readonly member: Member;
  readonly didacto: Didacto;
}

/** The built server as a child process, with an administrator: what the demo and the examples stand on. */
export interface School {
  readonly url: string;
  readonly password: string;
  readonly server: ChildProcess;
  readonly admin: Person;
  member(role: Role, name: string): Promise<Person>;
  stop(): Promise<void>;
}

const serverProgram = 'packages/server/dist/main.js';
const password = 'demo school password';

/** Starts `didacto-server` on a free port with its data in `dataDir`. @throws when it does not come up */
export async function startSchool({
  dataDir,
  env = {},
}: {
  dataDir: string;
  env?: Record<string, string>;
}): Promise<School> {
  const environment = { ...process.env, DATA_DIR: dataDir, PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'warn', ...env };
  const admin = 'admin@school.example';
  const made = spawnSync(process.execPath, [serverProgram, 'admin', 'create', '--email', admin, '--name', '관리자'], {
    env: environment,
    input: password,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`Could not make the administrator: ${made.stderr}`);

  const server = spawn(process.execPath, [serverProgram, 'start'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // The server prints its address when it is ready.
  const url = await firstLine(server, server.stdout);
  const signIn = async (email: string): Promise<Person> => {
    const session = await createDidacto({ baseUrl: url }).sessions.signIn({ email, password });
    return { member: session.member, didacto: createDidacto({ baseUrl: url, auth: { session } }) };
  };
  const office = await signIn(admin);
  let count = 0;
  return {
    url,
    password,
    server,
    admin: office,
    member: async (role, name) => {
      const email = `${role}${++count}@school.example`;
      await office.didacto.members.create({ email, name, role, password });
      return signIn(email);
    },
    stop: () => stopProcess(server),
  };
}
