// The built agent on Windows, for real: Node for Windows under Wine, on a virtual screen, in a lesson of a real server.
// Usage: tsx scripts/wine/run.ts [work folder]
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isInstalled } from '../../bench/xvfb.js';
import { hasPulse, startPulse } from '../../packages/agent/src/live/audio/testing/pulse-server.js';
import {
  checkChange,
  checkInstance,
  checkKill,
  checkLessonEnd,
  checkLive,
  checkPairing,
  checkService,
  checkWall,
} from './agent-checks.js';
import type { Bench } from './bench.js';
import { checkCamera } from './camera-checks.js';
import { check, failureCount, stopwatch, until } from './checks.js';
import { checkControl } from './control-checks.js';
import { checkBanner, checkCapture } from './desktop-checks.js';
import { checkInput } from './input-checks.js';
import { startLesson } from './lesson.js';
import { checkLiveRoom } from './live-checks.js';
import { makeParts } from './parts.js';
import { differing, shot } from './pictures.js';
import { checkVoice } from './voice-checks.js';
import { startWindows, type Windows } from './windows.js';

const needed = { wine: 'wine', wineserver: 'wine64', Xvfb: 'xvfb', xwd: 'x11-apps' };
const missing = Object.entries(needed).flatMap(([tool, debian]) => (isInstalled(tool) ? [] : [debian]));
if (missing.length > 0) {
  process.stdout.write(`The Windows agent was not run; it needs: apt-get install ${missing.join(' ')}\n`);
  process.exit(process.env.CI === 'true' ? 1 : 0);
}

const given = process.argv[2];
if (given !== undefined) mkdirSync(given, { recursive: true });
const work =
  given === undefined ? mkdtempSync(join(tmpdir(), 'didacto-wine-')) : mkdtempSync(join(resolve(given), 'run-'));
/** What was started, in order; stopped in reverse. */
const running: (() => Promise<void>)[] = [];

async function runChecks(): Promise<void> {
  const time = stopwatch();
  const parts = makeParts(work, resolve('.ci/cache/wine'));
  const pulse = hasPulse() ? await startPulse() : undefined;
  if (pulse) running.push(pulse.kill);
  const windows = await startWindows(work, pulse && { PULSE_SERVER: pulse.env.PULSE_SERVER });
  running.push(windows.stop);
  await openNotepad(windows);
  const lesson = await startLesson(work);
  running.push(lesson.stop);
  process.stdout.write(`Wine, Node for Windows and a lesson are up: ${time()}\n`);

  const bench: Bench = { work, parts, windows, lesson, pulse };
  await checkCapture(bench);
  await checkBanner(bench);
  await checkInput(bench);
  await checkPairing(bench);
  await checkService(bench);
  const before = await checkLive(bench);
  checkWall(bench);
  const pid = await checkInstance(bench);
  await checkChange(bench);
  await checkLiveRoom(bench);
  await checkCamera(bench);
  await checkVoice(bench);
  await checkControl(bench);
  await checkLessonEnd(bench, before);
  await checkKill(bench, pid);
}

/** Something to look at. */
async function openNotepad({ start, display }: Windows): Promise<void> {
  const empty = await shot(display);
  start('notepad', ['notepad']);
  const halfAWindow = 100_000;
  await until('notepad', 60, async () => differing(empty, await shot(display)).count > halfAWindow || undefined);
}

/** Processes that know of our folder, by their environment or command line, other than this one. */
function leftovers(): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return ['environ', 'cmdline'].some((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(work));
    } catch {
      return false; // it ended while we looked
    }
  });
}

async function stopAll(): Promise<void> {
  for (const stop of running.splice(0).reverse()) await stop();
  const left = await until('all processes to end', 20, async () => (leftovers().length === 0 ? [] : undefined)).catch(
    leftovers,
  );
  check('cleaned up', left.length === 0, `${left.length} processes left`);
  rmSync(work, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void stopAll().finally(() => process.exit(130)));

const time = stopwatch();
try {
  await runChecks();
} catch (error) {
  check('run', false, error instanceof Error ? error.message : String(error));
}
await stopAll();
process.stdout.write(`${failureCount()} failed, ${time()} in all\n`);
// At once: WebRTC in Node crashes on a natural end.
process.exit(failureCount() > 0 ? 1 : 0);
