import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Role } from '@didacto/sdk/contract';
import { iso, systemClock } from '../platform/clock.js';
import { idFactory, systemRandom } from '../platform/ids.js';
import type { RunningServer } from '../server.js';
import { password } from './test-server.js';

/** Someone with a live sign-in. */
export interface Citizen {
  readonly id: string;
  readonly email: string;
  readonly sessionId: string;
}

/** A lecture with a lesson, and everyone who can stand in some relation to it; nothing is shared with another world. */
export interface World {
  readonly lectureId: string;
  readonly lessonId: string;
  readonly labId: string;
  readonly emptyLabId: string;
  readonly enrollmentId: string;
  readonly owner: Citizen;
  readonly otherInstructor: Citizen;
  readonly admin: Citizen;
  readonly rostered: Citizen;
  readonly waiting: Citizen;
  readonly stranger: Citizen;
  /** A student on the roster whose computer is `seatedDevice`. */
  readonly seatedStudent: Citizen;
  readonly seatedDevice: string;
  readonly unseatedDevice: string;
  readonly revokedDevice: string;
}

const deviceKeys = generateKeyPairSync('ed25519');
export const devicePrivateKey: KeyObject = deviceKeys.privateKey;
/** What every device of every world signs in with. */
export const devicePublicKey: string = deviceKeys.publicKey.export({ format: 'jwk' }).x ?? '';

const newId = idFactory(systemClock, systemRandom);

type Rows = Readonly<Record<string, readonly object[]>>;

/** Someone, and the rows that make them. */
function citizen(role: Role, password_hash: string, at: string) {
  const id = newId('mem');
  const person: Citizen = { id, email: `${id}@school.example`, sessionId: newId('ses') };
  const member = { id, email: person.email, password_hash, name: role, role, grade: 'premium', created_at: at };
  const expires_at = iso(Date.now() + 86_400_000);
  const session = { id: person.sessionId, member_id: id, refresh_hash: 'none', created_at: at, expires_at };
  return { person, member, session };
}

/** Everyone of a world, with nothing but themselves. */
function populate(password_hash: string, at: string) {
  const make = (role: Role) => citizen(role, password_hash, at);
  const [owner, otherInstructor, admin] = [make('instructor'), make('instructor'), make('admin')];
  const [rostered, waiting] = [make('student'), make('student')];
  const [stranger, seatedStudent] = [make('student'), make('student')];
  const all = [owner, otherInstructor, admin, rostered, waiting, stranger, seatedStudent];
  const people = {
    ...{ owner: owner.person, otherInstructor: otherInstructor.person, admin: admin.person },
    ...{ rostered: rostered.person, waiting: waiting.person, stranger: stranger.person },
    seatedStudent: seatedStudent.person,
  };
  return { people, rows: { members: all.map((one) => one.member), sessions: all.map((one) => one.session) } };
}

/** The rows of a lecture in lesson, its lab and its seats, parents first. */
function rowsOf(world: World, at: string): Rows {
  const { lectureId: lecture_id, lessonId, labId, emptyLabId } = world;
  const enrollment = (id: string, { id: member_id }: Citizen, status: string) => ({
    ...{ id, lecture_id, member_id, status, created_at: at, updated_at: at },
  });
  const device = (id: string, state: string, public_key: string | null) => ({
    ...{ id, lab_id: labId, name: id, state, public_key, created_at: at },
  });
  const lecture = { id: lecture_id, title: 'World', title_folded: 'world', state: 'open', owner_id: world.owner.id };
  return {
    lectures: [{ ...lecture, created_at: at, updated_at: at }],
    lessons: [{ id: lessonId, lecture_id, state: 'active', started_at: at }],
    enrollments: [
      enrollment(newId('enr'), world.rostered, 'accepted'),
      enrollment(newId('enr'), world.seatedStudent, 'accepted'),
      enrollment(world.enrollmentId, world.waiting, 'waiting'),
    ],
    labs: [labId, emptyLabId].map((id) => ({ id, name: id, created_at: at })),
    devices: [
      device(world.seatedDevice, 'paired', devicePublicKey),
      device(world.unseatedDevice, 'paired', devicePublicKey),
      device(world.revokedDevice, 'revoked', null),
    ],
    seats: [{ lecture_id, device_id: world.seatedDevice, student_id: world.seatedStudent.id }],
  };
}

/** Writes worlds into the database of a running server; `password` is everyone's password. */
export async function worldMaker({ db, modules }: RunningServer): Promise<() => Promise<World>> {
  const at = iso(Date.now());
  const first = { email: 'first@school.example', name: 'First', role: 'student', grade: 'free', password } as const;
  const { id } = await modules.members.create(first);
  const { password_hash }: { password_hash: string } = await db('members').where({ id }).first('password_hash');
  return async () => {
    const { people, rows } = populate(password_hash, at);
    const world: World = {
      ...people,
      ...{ lectureId: newId('lec'), lessonId: newId('les'), enrollmentId: newId('enr') },
      ...{ labId: newId('lab'), emptyLabId: newId('lab') },
      ...{ seatedDevice: newId('dev'), unseatedDevice: newId('dev'), revokedDevice: newId('dev') },
    };
    await db.transaction(async (tx) => {
      for (const [table, made] of Object.entries<readonly object[]>({ ...rows, ...rowsOf(world, at) }))
        await tx(table).insert(made);
    });
    await modules.lessons.refresh(world.lectureId);
    return world;
  };
}
