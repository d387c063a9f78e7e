import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Role, scopedGroups } from '@didacto/sdk/contract';
import { systemActor } from '../modules/audit/actor.js';
import { accessTokenDigest, newAccessTokenText } from '../platform/access-token-text.js';
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
  readonly coInstructor: Citizen;
  /** A student who assists in the lecture. */
  readonly assistant: Citizen;
  readonly finance: Citizen;
  /** Someone of the desk, with a second factor and without. */
  readonly desk: Citizen;
  readonly deskWithoutFactor: Citizen;
  /** An instructor who owned the lecture's neighbour and is suspended. */
  readonly suspended: Citizen;
  /** An integrator's account of the admin role; it has no session. */
  readonly service: Citizen;
  readonly rostered: Citizen;
  readonly waiting: Citizen;
  readonly stranger: Citizen;
  /** A student on the roster whose computer is `seatedDevice`. */
  readonly seatedStudent: Citizen;
  readonly seatedDevice: string;
  readonly unseatedDevice: string;
  readonly revokedDevice: string;
  /** Access tokens, as text. */
  readonly tokens: WorldTokens;
}

export interface WorldTokens {
  /** The owner's, with every scope. */
  readonly ofOwner: string;
  /** The owner's, to read lectures only. */
  readonly toRead: string;
  readonly ofAdmin: string;
  readonly ofService: string;
  readonly ofSuspended: string;
  readonly expired: string;
  readonly revoked: string;
}

const deviceKeys = generateKeyPairSync('ed25519');
export const devicePrivateKey: KeyObject = deviceKeys.privateKey;
/** What every device of every world signs in with. */
export const devicePublicKey: string = deviceKeys.publicKey.export({ format: 'jwk' }).x ?? '';

const newId = idFactory(systemClock, systemRandom);

type Rows = Readonly<Record<string, readonly object[]>>;

/** Someone, and the rows that make them. */
function citizen(role: Role, password_hash: string, at: string, change: object = {}) {
  const id = newId('mem');
  const person: Citizen = { id, email: `${id}@school.example`, sessionId: newId('ses') };
  const member = {
    ...{ id, email: person.email, password_hash, name: role, role, grade: 'premium', created_at: at },
    ...{ kind: 'person', suspended_at: null, second_factor_since: null, ...change },
  };
  const expires_at = iso(Date.now() + 86_400_000);
  const session = { id: person.sessionId, member_id: id, refresh_hash: 'none', created_at: at, expires_at };
  return { person, member, session };
}

const allScopes = scopedGroups.map((group) => `${group}:write`);

/** An access token's text, and the row that makes it. */
function accessToken(owner: Citizen, at: string, change: object = {}) {
  const text = newAccessTokenText(systemRandom);
  const row = {
    ...{ id: newId('tok'), member_id: owner.id, name: 'world', digest: accessTokenDigest(text), hint: 'dct_' },
    ...{ scopes: JSON.stringify(allScopes), created_at: at, expires_at: iso(Date.now() + 86_400_000) },
    // Used just now: a call does not change it.
    last_used_at: iso(Date.now() + 3_600_000),
    ...{ revoked_at: null, ...change },
  };
  return { text, row };
}

function accessTokensOf({ owner, admin, service, suspended }: Omit<World, 'tokens'>, at: string) {
  const made = {
    ofOwner: accessToken(owner, at),
    toRead: accessToken(owner, at, { scopes: JSON.stringify(['lectures:read']) }),
    ofAdmin: accessToken(admin, at),
    ofService: accessToken(service, at),
    ofSuspended: accessToken(suspended, at),
    expired: accessToken(owner, at, { expires_at: at }),
    revoked: accessToken(owner, at, { revoked_at: at }),
  };
  const { ofOwner, toRead, ofAdmin, ofService, ofSuspended, expired, revoked } = made;
  const tokens: WorldTokens = {
    ...{ ofOwner: ofOwner.text, toRead: toRead.text, ofAdmin: ofAdmin.text, ofService: ofService.text },
    ...{ ofSuspended: ofSuspended.text, expired: expired.text, revoked: revoked.text },
  };
  return { tokens, rows: Object.values(made).map(({ row }) => row) };
}

/** Everyone of a world, with nothing but themselves. */
function populate(password_hash: string, at: string) {
  const make = (role: Role, change?: object) => citizen(role, password_hash, at, change);
  const [owner, otherInstructor, admin] = [make('instructor'), make('instructor'), make('admin')];
  const [rostered, waiting] = [make('student'), make('student')];
  const [stranger, seatedStudent] = [make('student'), make('student')];
  const [coInstructor, assistant, finance] = [make('instructor'), make('student'), make('finance')];
  const [desk, deskWithoutFactor] = [make('desk', { second_factor_since: at }), make('desk')];
  const suspended = make('instructor', { suspended_at: at });
  const service = make('admin', { kind: 'service', password_hash: '' });
  const all = [
    ...[owner, otherInstructor, admin, rostered, waiting, stranger, seatedStudent],
    ...[coInstructor, assistant, finance, desk, deskWithoutFactor, suspended, service],
  ];
  const people = {
    ...{ owner: owner.person, otherInstructor: otherInstructor.person, admin: admin.person },
    ...{ rostered: rostered.person, waiting: waiting.person, stranger: stranger.person },
    ...{ seatedStudent: seatedStudent.person, coInstructor: coInstructor.person, assistant: assistant.person },
    ...{ finance: finance.person, desk: desk.person, deskWithoutFactor: deskWithoutFactor.person },
    ...{ suspended: suspended.person, service: service.person },
  };
  return { people, rows: { members: all.map((one) => one.member), sessions: all.map((one) => one.session) } };
}

/** The rows of a lecture in lesson, its lab and its seats, parents first. */
function rowsOf(world: Omit<World, 'tokens'>, at: string): Rows {
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
    lecture_staff: [
      { lecture_id, member_id: world.coInstructor.id, role: 'co_instructor', since: at },
      { lecture_id, member_id: world.assistant.id, role: 'assistant', since: at },
    ],
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
  const { id } = await modules.members.create(first, systemActor);
  const { password_hash }: { password_hash: string } = await db('members').where({ id }).first('password_hash');
  return async () => {
    const { people, rows } = populate(password_hash, at);
    const citizens: Omit<World, 'tokens'> = {
      ...people,
      ...{ lectureId: newId('lec'), lessonId: newId('les'), enrollmentId: newId('enr') },
      ...{ labId: newId('lab'), emptyLabId: newId('lab') },
      ...{ seatedDevice: newId('dev'), unseatedDevice: newId('dev'), revokedDevice: newId('dev') },
    };
    const access = accessTokensOf(citizens, at);
    const world: World = { ...citizens, tokens: access.tokens };
    await db.transaction(async (tx) => {
      const all: Rows = { ...rows, ...rowsOf(world, at), access_tokens: access.rows };
      for (const [table, made] of Object.entries(all)) await tx(table).insert(made);
    });
    await modules.lessons.refresh(world.lectureId);
    return world;
  };
}
