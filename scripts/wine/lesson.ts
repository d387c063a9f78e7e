import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError, type Screen } from '@didacto/sdk';
import { type Person, type School, startSchool } from '../school.js';
import { until } from './checks.js';

/** A lecture with one student at one lab PC, and its lesson on. */
export interface Lesson {
  readonly url: string;
  readonly pairingCode: string;
  readonly studentName: string;
  /** The student's live room, whose it is and who may join it. */
  readonly room: {
    readonly student: Person;
    readonly instructor: Person;
    readonly lectureId: string;
    readonly studentId: string;
  };
  screen(): Promise<Screen | undefined>;
  /** The screen once it is as wanted. */
  screenWhen(what: string, seconds: number, wanted: (screen: Screen) => boolean): Promise<Screen>;
  picture(): Promise<Uint8Array>;
  /** The error code for asking for the picture, or undefined. */
  pictureRefusal(): Promise<string | undefined>;
  start(): Promise<void>;
  end(): Promise<void>;
  /** What `didacto wall LECTURE --once` prints. */
  wall(): string;
  stop(): Promise<void>;
}

const title = '윈도우 실습';

export async function startLesson(work: string): Promise<Lesson> {
  const school = await startSchool({ dataDir: join(work, 'data') });
  const office = school.admin.didacto;
  const instructor = await school.member('instructor', '김강사');
  const student = await school.member('student', '이하은');
  const { lectures, enrollments, seats, lessons, screens } = instructor.didacto;
  const { id: lectureId } = await lectures.create({ title });
  const lab = await office.labs.create({ name: '1실습실' });
  const { device, code } = await office.devices.create({ labId: lab.id, name: 'PC-01' });
  await student.didacto.enrollments.request({ lectureId });
  await enrollments.decideMany({ lectureId, decision: 'accept', enrollmentIds: 'all_waiting' });
  await seats.import({ lectureId, rows: [{ line: 1, device: device.id, student: student.member.id }] });
  let lesson = await lessons.start({ lectureId });

  const screen = async () => (await screens.list({ lectureId })).screens[0];
  const picture = async () => {
    const found = await screens.picture({ lectureId, studentId: student.member.id });
    if (found === null) throw new Error('no picture came');
    return found.bytes;
  };
  return {
    url: school.url,
    pairingCode: code,
    studentName: student.member.name,
    room: { student, instructor, lectureId, studentId: student.member.id },
    screen,
    screenWhen: (what, seconds, wanted) =>
      until(what, seconds, async () => {
        const found = await screen();
        return found && wanted(found) ? found : undefined;
      }),
    picture,
    pictureRefusal: async () => {
      try {
        await picture();
        return undefined;
      } catch (error) {
        if (error instanceof ApiError) return error.code;
        throw error;
      }
    },
    start: async () => {
      lesson = await lessons.start({ lectureId });
    },
    end: async () => void (await lessons.end({ lessonId: lesson.id })),
    wall: () => printedWall(work, school, instructor.member.email),
    stop: school.stop,
  };
}

function printedWall(work: string, { url, password }: School, email: string): string {
  const passwordFile = join(work, 'password.txt');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const didacto = (...args: string[]): string => {
    const env = { ...process.env, XDG_CONFIG_HOME: join(work, 'config'), NODE_ENV: 'production', DIDACTO_LANG: 'en' };
    const ran = spawnSync(process.execPath, ['packages/cli/dist/main.js', ...args], { env, encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(`didacto ${args[0]}: ${ran.stderr}`);
    return ran.stdout;
  };
  didacto('login', '--server', url, '--email', email, '--password-file', passwordFile);
  return didacto('wall', title, '--once');
}
