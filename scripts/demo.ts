// A whole class day on this machine: server, lab, agents and the wall. Everything it leaves is in .didacto-demo.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stopProcess } from '../bench/processes.js';
import { startAgent } from './demo/agents.js';
import { type ClassDay, setUpClassDay } from './demo/class-day.js';
import { buyPremium } from './demo/premium.js';
import { startDemoSandbox } from './demo/sandbox.js';
import { type DemoScreen, findScreen } from './demo/screen.js';
import { type School, startSchool } from './school.js';

const folder = resolve('.didacto-demo');
const cliProgram = 'packages/cli/dist/main.js';
const interactive = !process.argv.includes('--once') && process.stdin.isTTY && process.stdout.isTTY;

const say = (text: string): void => void process.stderr.write(`${text}\n`);
/** What was started, in order; stopped in reverse, with what is added meanwhile. */
const running: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

const stopAll = (): Promise<void> => {
  stopping ??= (async () => {
    for (const stop of running.reverse())
      await stop().catch((error: unknown) => say(`Could not stop a part: ${String(error)}`));
  })();
  return stopping;
};

/** The demo's own profile, beside whatever the person has. */
const cliEnvironment = () => ({ ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), NODE_ENV: 'production' });

function signInToCli(school: School, { instructor }: ClassDay): void {
  const passwordFile = join(folder, 'password.txt');
  writeFileSync(passwordFile, school.password, { mode: 0o600 });
  const { status, stderr } = spawnSync(
    process.execPath,
    [cliProgram, 'login', '--server', school.url, '--email', instructor.member.email, '--password-file', passwordFile],
    { env: cliEnvironment(), encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`didacto login failed: ${stderr}`);
}

async function startAgents(school: School, day: ClassDay, screen: DemoScreen): Promise<void> {
  // Two at a time: a lab's PCs are not on one machine.
  const queue = day.pcs.map((pc, index) => ({ pc, display: index === 0 ? screen.display : undefined }));
  const worker = async () => {
    for (let next = queue.shift(); next && !stopping; next = queue.shift()) {
      const child = await startAgent(folder, school.url, next.pc, next.display);
      running.push(() => stopProcess(child));
    }
  };
  await Promise.all([worker(), worker()]);
}

/** Resolves when every agent's picture is there; a printed wall would else show who is still on the way. */
async function everyScreenShows({ instructor, lecture, pcs }: ClassDay): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { screens } = await instructor.didacto.screens.list({ lectureId: lecture.id });
    const shown = screens.filter(({ picture }) => picture !== null).length;
    if (shown === pcs.length) return;
    if (Date.now() > deadline)
      throw new Error(`Only ${shown} of ${pcs.length} screens came within a minute; see ${folder}/agents`);
    await new Promise((resume) => setTimeout(resume, 200));
  }
}

async function openWall(lectureTitle: string): Promise<number> {
  const args = [cliProgram, 'wall', lectureTitle, ...(interactive ? [] : ['--once'])];
  const wall = spawn(process.execPath, args, { env: cliEnvironment(), stdio: 'inherit' });
  running.push(() => stopProcess(wall));
  const [code] = await once(wall, 'exit');
  return code ?? 1;
}

async function demo(): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  say('Starting the payment sandbox, and the server on SQLite …');
  const sandbox = await startDemoSandbox();
  running.push(sandbox.stop);
  const school = await startSchool({ dataDir: join(folder, 'data'), env: sandbox.environment });
  running.push(school.stop);
  say(`Server: ${school.url}  (API pages: ${school.url}/docs)  Sandbox: ${sandbox.url}`);
  say('Making an institution, an instructor, 12 students, a lab and a lecture through the SDK …');
  const day = await setUpClassDay(school);
  signInToCli(school, day);
  for (const line of await buyPremium(school, day.instructor, sandbox)) say(line);
  const screen = await findScreen(process.env);
  running.push(screen.stop);
  say(`Pairing and starting 12 agents: ${day.pcs[0]?.name} ${screen.says}; the others show test patterns …`);
  await startAgents(school, day, screen);
  await everyScreenShows(day);
  say(`Opening the wall of "${day.lecture.title}" …`);
  say(
    `To try more in another terminal:  export XDG_CONFIG_HOME=${join('.didacto-demo', 'config')}; npx didacto lecture mine`,
  );
  return openWall(day.lecture.title);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The wall takes Ctrl-C for itself; a signal to the demo ends everything.
  process.on(signal, () => void stopAll().then(() => process.exit(signal === 'SIGINT' ? 130 : 143)));
}
let code = 1;
try {
  code = await demo();
} catch (error) {
  if (!stopping) say(error instanceof Error ? error.message : String(error));
}
await stopAll();
process.exit(code);
