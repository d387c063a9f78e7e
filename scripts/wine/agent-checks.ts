import { setTimeout as sleep } from 'node:timers/promises';
import type { Screen } from '@didacto/sdk';
import * as z from 'zod';
import { agentLine, type Bench } from './bench.js';
import { check, stopwatch, until } from './checks.js';
import { differing, meanError, type Pixels, shot, stillShot } from './pictures.js';

/** Where Windows has its icons beside the clock, and balloons above them. */
const noticeCorner = { x: 980, y: 600, width: 300, height: 120 };
/** An icon has 16 by 16 pixels. */
const leastNotice = 100;
const largestMeanError = 6;
/** What an institution asks for unless it says otherwise. */
const wallSize = '320x180';

const isFresh = ({ state, picture }: Screen): boolean =>
  (state === 'live' || state === 'unchanged') && picture !== null;

/** `pair`, and that `doctor` finds nothing amiss. */
export async function checkPairing(bench: Bench): Promise<void> {
  const { windows, lesson } = bench;
  const time = stopwatch();
  const paired = await windows.run(agentLine(bench, 'pair', lesson.url, lesson.pairingCode, '--json'));
  check('pair', paired.code === 0, `exit ${paired.code}, ${time()}: ${(paired.stdout || paired.stderr).trim()}`);
  windows.start('doctor', agentLine(bench, 'doctor', '--json'));
  const text = await until('doctor', 60, async () => /^\{"ok".*\}$/m.exec(windows.output('doctor'))?.[0]);
  const { ok, findings } = z
    .object({
      ok: z.boolean(),
      findings: z.array(z.object({ check: z.string(), ok: z.boolean(), detail: z.string() })),
    })
    .parse(JSON.parse(text));
  const bad = findings.filter((finding) => !finding.ok).map(({ check: name, detail }) => `${name}: ${detail}`);
  check(
    'doctor',
    ok,
    `${findings.length - bad.length} of ${findings.length} findings good${bad.length > 0 ? `; ${bad.join('; ')}` : ''}`,
  );
}

/** The task at logon is taken by the task scheduler, and goes again. */
export async function checkService(bench: Bench): Promise<void> {
  const { run } = bench.windows;
  const installed = await run(agentLine(bench, 'service', 'install', 'windows'));
  const ofTask = ['/tn', 'DIDACTO agent', '/f'];
  const known = await run(['schtasks', '/delete', ...ofTask]);
  const gone = await run(['schtasks', '/delete', ...ofTask]);
  const isTaken = installed.code === 0 && known.code === 0 && gone.code !== 0;
  check('service', isTaken, `install: exit ${installed.code}, delete: ${known.code}, and again: ${gone.code}`);
}

/** `run`: the wall has the picture, and the student has the notice. */
export async function checkLive(bench: Bench): Promise<Pixels> {
  const { windows, lesson } = bench;
  const before = await stillShot(windows.display);
  const time = stopwatch();
  windows.start('agent', agentLine(bench, 'run', '--source', 'windows', '--log-level', 'debug'));
  const live = await lesson.screenWhen('a live screen', 60, isFresh);
  check(
    'live',
    true,
    `${time()} from start to the first picture, ${live.picture?.width}x${live.picture?.height}, ${live.picture?.bytes} bytes`,
  );
  const changed = await until('the notice', 20, async () => {
    const { count } = differing(before, await shot(windows.display), noticeCorner);
    return count >= leastNotice ? count : undefined;
  }).catch(() => 0);
  check(
    'notice',
    live.noticeShown === true && changed > 0,
    `noticeShown ${live.noticeShown}, ${changed} pixels changed beside the clock (at least ${leastNotice})`,
  );
  await checkPicture(bench, 'picture');
  return before;
}

/** That the wall's picture is the desktop, once nothing moves any more: then the agent says unchanged. */
async function checkPicture({ windows, lesson }: Bench, name: string): Promise<void> {
  let error = Number.NaN;
  const { picture } = await until(`${name} like the desktop`, 90, async () => {
    const desktop = await stillShot(windows.display);
    const screen = await lesson.screenWhen('unchanged', 60, ({ state }) => state === 'unchanged');
    error = meanError(await lesson.picture(), desktop);
    return error <= largestMeanError ? screen : undefined;
  });
  const size = `${picture?.width}x${picture?.height}`;
  const figures = `mean error ${error.toFixed(2)} of 255 against xwd (at most ${largestMeanError})`;
  check(name, size === wallSize, `unchanged, ${size}, ${picture?.bytes} bytes, ${figures}`);
}

/** `didacto wall LECTURE --once` */
export function checkWall({ lesson }: Bench): void {
  const line = lesson
    .wall()
    .split('\n')
    .find((text) => text.includes(lesson.studentName));
  check('didacto wall', line !== undefined && /● live|○ still/.test(line), line?.trim() ?? 'the student is not in it');
}

/** Another window comes: another picture. */
export async function checkChange(bench: Bench): Promise<void> {
  const { windows, lesson } = bench;
  const version = (await lesson.screen())?.picture?.version ?? 0;
  const time = stopwatch();
  windows.start('second-window', ['winver']);
  const next = await lesson.screenWhen('a new picture', 60, ({ picture }) => (picture?.version ?? 0) > version);
  check('change', true, `a new window was a new picture ${time()} after its start, ${next.picture?.bytes} bytes`);
  await checkPicture(bench, 'picture after it');
}

const Status = z.object({ pid: z.int(), phase: z.string(), notice: z.object({ channel: z.string() }) });

/** `status` over the named pipe, and that a second agent of this configuration does not start. @returns its process */
export async function checkInstance(bench: Bench): Promise<number> {
  const { stdout, stderr } = await bench.windows.run(agentLine(bench, 'status', '--json'));
  if (stdout === '') throw new Error(`status says nothing: ${stderr}`);
  const { pid, phase, notice } = Status.parse(JSON.parse(stdout));
  check('status', phase === 'capturing', `${phase}, notice by ${notice.channel}`);
  const second = await Promise.race([
    bench.windows.run(agentLine(bench, 'run', '--source', 'windows')),
    sleep(30_000, undefined, { ref: false }),
  ]);
  const isRefused = second?.code === 1 && second.stderr.includes('already_running');
  check('second agent', isRefused, second === undefined ? 'it runs' : `exit ${second.code}: ${second.stderr.trim()}`);
  return pid;
}

/** The lesson's end takes picture and notice away, and the next lesson brings them back. */
export async function checkLessonEnd({ windows, lesson }: Bench, before: Pixels): Promise<void> {
  await lesson.end();
  const refusal = await lesson.pictureRefusal();
  check('lesson end', refusal === 'no_active_lesson', `asking for the picture: ${refusal ?? 'it is still there'}`);
  const time = stopwatch();
  const corner = async () => differing(before, await shot(windows.display), noticeCorner).count;
  const left = await until('the notice to go', 30, async () =>
    (await corner()) < leastNotice ? corner() : undefined,
  ).catch(corner);
  check('notice taken down', left < leastNotice, `${time()}, ${left} pixels still other than before`);
  await lesson.start();
  const again = stopwatch();
  await lesson.screenWhen('a live screen again', 60, isFresh);
  check('next lesson', true, `live again in ${again()}`);
}

/** An agent that is killed says no goodbye: the wall finds out by itself. */
export async function checkKill({ windows, lesson }: Bench, pid: number): Promise<void> {
  const killed = await windows.run(['taskkill', '/f', '/pid', String(pid)]);
  if (killed.code !== 0) throw new Error(`taskkill: ${killed.stdout}${killed.stderr}`);
  const time = stopwatch();
  await lesson.screenWhen('agent_lost', 60, ({ state }) => state === 'agent_lost');
  check('killed agent', true, `agent_lost ${time()} after taskkill returned`);
  await lesson.end();
  await lesson.start();
  // Nobody pushes any more: what is there now would be the ended lesson's.
  const [screen, refusal] = [await lesson.screen(), await lesson.pictureRefusal()];
  const isEmpty = screen?.picture === null && refusal === 'no_picture';
  check(
    'pictures emptied',
    isEmpty,
    `in the next lesson: ${screen?.state}, ${refusal ?? 'the picture is still there'}`,
  );
}
