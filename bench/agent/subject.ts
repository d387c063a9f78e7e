import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type School, startSchool } from '../../scripts/school.js';
import { startedPid, stopProcess } from '../processes.js';
import { startMeter, wireBytes } from '../tcp-meter.js';
import type { Size } from '../xvfb.js';

/** A program under measurement that captures a screen and sends it somewhere, once a second. */
export type Subject = {
  /** Its CPU is counted with that of its children. */
  pid: number;
  /** Bytes it has put on the network until now, see `wireBytes`. */
  bytes(): number;
  stop(): Promise<void>;
};

export type StartSubject = (screen: { display: string; size: Size }) => Promise<Subject>;

const agentProgram = 'packages/agent/dist/main.js';

/**
 * Starts the built agent on a display, paired and seated in a lecture whose lesson is active; resolves once its first
 * picture is at the server. The server runs in a process of its own and is reached through the meter, whose port is
 * the only address the agent knows.
 */
export const startSubject: StartSubject = async ({ display }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'didacto-bench-agent-'));
  const school = await startSchool({ dataDir: path.join(folder, 'data') });
  const meter = await startMeter({ host: '127.0.0.1', port: Number(new URL(school.url).port) });
  const { lectureId, code, shows } = await seatOne(school);
  const start = (...args: string[]) =>
    spawn(process.execPath, [agentProgram, ...args, '--config-dir', path.join(folder, 'agent')], {
      env: { ...process.env, DISPLAY: display, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
  const [status] = await once(start('pair', `http://127.0.0.1:${meter.port}`, code), 'exit');
  if (status !== 0) throw new Error('the agent could not be paired');
  const agent = start('run', '--source', 'x11', '--log-level', 'error');
  while (!(await shows(lectureId))) {
    if (agent.exitCode !== null) throw new Error(`the agent ended (${agent.exitCode}) before its first picture`);
    await pause(100);
  }
  return {
    pid: await startedPid(agent),
    bytes: () => wireBytes(meter.up, meter.down),
    stop: async () => {
      await stopProcess(agent);
      await meter.close();
      await school.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A lecture with one student at one lab PC, in its lesson. */
async function seatOne({ admin, member }: School) {
  const instructor = await member('instructor', 'Instructor');
  const student = await member('student', 'Student');
  const { didacto } = instructor;
  const { id: lectureId } = await didacto.lectures.create({ title: 'Bench' });
  await student.didacto.enrollments.request({ lectureId });
  await didacto.enrollments.decideMany({ lectureId, decision: 'accept', enrollmentIds: 'all_waiting' });
  const lab = await admin.didacto.labs.create({ name: 'Lab' });
  const { device, code } = await admin.didacto.devices.create({ labId: lab.id, name: 'PC-01' });
  await didacto.seats.assign({ lectureId, deviceId: device.id, studentId: student.member.id });
  await didacto.lessons.start({ lectureId });
  const shows = async (id: string) =>
    (await didacto.screens.list({ lectureId: id })).screens.some(({ picture }) => picture !== null);
  return { lectureId, code, shows };
}
