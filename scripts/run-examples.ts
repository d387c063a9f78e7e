// Runs every example against a server of its own and fails if one does.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jpeg from '@julusian/jpeg-turbo';
import { freePort } from './examples/free-port.js';
import { runLiveExamples } from './examples/live.js';
import { startSchool } from './school.js';

const folder = mkdtempSync(join(tmpdir(), 'didacto-examples-'));
const pagePort = await freePort();
const school = await startSchool({
  dataDir: join(folder, 'data'),
  env: { ALLOWED_ORIGINS: `http://127.0.0.1:${pagePort}` },
});
try {
  const passwordFile = join(folder, 'password.txt');
  writeFileSync(passwordFile, school.password, { mode: 0o600 });
  const picture = join(folder, 'picture.jpg');
  const [width, height] = [160, 90];
  writeFileSync(
    picture,
    jpeg.compressSync(Buffer.alloc(width * (height + 1) * 3, 0x7f), { format: jpeg.FORMAT_RGB, width, height }),
  );

  const instructor = await school.member('instructor', '김강사');
  const student = await school.member('student', '이하은');
  const lecture = await instructor.didacto.lectures.create({ title: '예제' });
  await student.didacto.enrollments.request({ lectureId: lecture.id });
  await instructor.didacto.enrollments.decideMany({
    lectureId: lecture.id,
    decision: 'accept',
    enrollmentIds: 'all_waiting',
  });
  await instructor.didacto.lessons.start({ lectureId: lecture.id });

  const as = (email: string) => ({
    ...process.env,
    DIDACTO_SERVER: school.url,
    DIDACTO_EMAIL: email,
    DIDACTO_PASSWORD_FILE: passwordFile,
  });
  const run = (name: string, email: string, ...args: string[]) => {
    console.error(`== ${name}`);
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', `examples/${name}/main.ts`, ...args], {
      env: as(email),
      stdio: 'inherit',
      timeout: 120_000,
    });
    if (status !== 0) throw new Error(`The example ${name} failed`);
  };
  run('quickstart', instructor.member.email);
  run('custom-agent', student.member.email, lecture.id, picture);
  run('wall-follower', instructor.member.email, lecture.id);
  await runLiveExamples({
    agent: { env: as(student.member.email), args: [lecture.id] },
    view: { env: as(instructor.member.email), args: [lecture.id, student.member.id, String(pagePort)] },
  });
} finally {
  await school.stop();
  rmSync(folder, { recursive: true, force: true });
}
