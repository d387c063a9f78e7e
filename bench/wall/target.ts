import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDidacto, type Didacto } from '@didacto/sdk';
import { firstLine, startedPid, stopProcess } from '../processes.js';

/** A request that a load or a wall repeats. */
export type Target = {
  /** Such as `/v1/lectures/lec_…/screen?lessonId=les_…`. */
  path: string;
  /** With the authorization. */
  headers: Record<string, string>;
};

/** A server under load, in a process of its own. */
export type RunningTarget = {
  pid: number;
  /** Such as `http://127.0.0.1:7070`. */
  url: string;
  /** One a student; `sequence` and `capturedAt` are added to the path of each push. */
  agents: Target[];
  /**
   * The request of a wall over 60 screens that has seen all there is. Asked for when the pushes have ended, since
   * only then the newest version is known; null where the target has no wall.
   */
  wall(): Promise<Target | null>;
  stop(): Promise<void>;
};

export type StartTarget = (agents: number) => Promise<RunningTarget>;

/** Students in one lecture: as many as a wall shows. */
const ROOM = 60;
/** More at once only wait for the server's one database connection. */
const CALLS_AT_ONCE = 16;
const PASSWORD = 'correct horse battery';
const program = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url));

/**
 * Starts our server's own program with so many students, each on the roster of a lecture of at most 60 with an active
 * lesson, who push from their own accounts: to the push route a device is the same as a session.
 */
export const startTarget: StartTarget = async (agents) => {
  if (!existsSync(program)) throw new Error('the server is not built: npm run build');
  const dataDir = mkdtempSync(join(tmpdir(), 'didacto-bench-'));
  const env = serverEnvironment(dataDir);
  await createAdmin(env);
  const server = spawn(process.execPath, [program, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await firstLine(server, server.stdout);
  const room = await fillSchool(url, agents);
  return {
    pid: await startedPid(server),
    url,
    agents: room.agents,
    wall: async () => {
      const { lectureId } = room;
      const { version, lessonId } = await room.instructor.didacto.screens.list({ lectureId });
      return {
        path: `/v1/lectures/${lectureId}/screens?since=${version}&lessonId=${lessonId}`,
        headers: { authorization: `Bearer ${room.instructor.token}` },
      };
    },
    stop: async () => {
      await stopProcess(server);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** Passwords cost nothing here, tokens outlive the run, and nothing limits the load. */
const serverEnvironment = (dataDir: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  DATA_DIR: dataDir,
  PORT: '0',
  METRICS_PORT: '0',
  ACCESS_TOKEN_SECONDS: '86400',
  ARGON2_MEMORY_KIB: '8',
  ARGON2_PASSES: '1',
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'warn',
});

async function createAdmin(env: NodeJS.ProcessEnv): Promise<void> {
  const args = [program, 'admin', 'create', '--email', 'admin@school.example', '--name', 'Admin'];
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(PASSWORD);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the administrator could not be made (${code})`);
}

type SignedIn = { didacto: Didacto; token: string };

async function signIn(url: string, email: string): Promise<SignedIn> {
  const { accessToken: token } = await createDidacto({ baseUrl: url }).sessions.signIn({ email, password: PASSWORD });
  return { didacto: createDidacto({ baseUrl: url, auth: token }), token };
}

async function fillSchool(url: string, agents: number) {
  const admin = await signIn(url, 'admin@school.example');
  const teacher = { email: 'instructor@school.example', name: 'Instructor', password: PASSWORD };
  await admin.didacto.members.create({ ...teacher, role: 'instructor', grade: 'premium' });
  const instructor = await signIn(url, teacher.email);
  const rooms = Math.ceil(agents / ROOM);
  const lectures = await inTurns(rooms, (index) => instructor.didacto.lectures.create({ title: `Lecture ${index}` }));
  const students = await inTurns(agents, async (index) => {
    const lectureId = idAt(lectures, Math.floor(index / ROOM));
    const student = { email: `student-${index}@school.example`, name: `Student ${index}`, password: PASSWORD };
    await admin.didacto.members.create({ ...student, role: 'student' });
    const { didacto, token } = await signIn(url, student.email);
    await didacto.enrollments.request({ lectureId });
    return { lectureId, token };
  });
  const lessons = await inTurns(rooms, async (index) => {
    const lectureId = idAt(lectures, index);
    await instructor.didacto.enrollments.decideMany({ lectureId, decision: 'accept', enrollmentIds: 'all_waiting' });
    return instructor.didacto.lessons.start({ lectureId });
  });
  return {
    instructor,
    lectureId: idAt(lectures, 0),
    agents: students.map(({ lectureId, token }, index) => ({
      path: `/v1/lectures/${lectureId}/screen?lessonId=${idAt(lessons, Math.floor(index / ROOM))}`,
      headers: { authorization: `Bearer ${token}` },
    })),
  };
}

function idAt(rows: readonly { id: string }[], index: number): string {
  const row = rows[index];
  if (!row) throw new Error(`there is no row ${index}`);
  return row.id;
}

/** Does the work for 0 to count - 1, a few at a time; results in order. */
async function inTurns<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let first = 0; first < count; first += CALLS_AT_ONCE) {
    const size = Math.min(CALLS_AT_ONCE, count - first);
    results.push(...(await Promise.all(Array.from({ length: size }, (_, index) => work(first + index)))));
  }
  return results;
}
