import type { Contract } from '@didacto/sdk/contract';
import type * as z from 'zod';
import { instanceId } from './callers.js';
import { host, signInProof } from './lab-pc.js';
import { testJpeg } from './test-pictures.js';
import { password, type TestServer } from './test-server.js';
import { devicePrivateKey, devicePublicKey, type World } from './world.js';

type NameIn<G extends keyof Contract> = `${G}.${keyof Contract[G] & string}`;
type RouteName = { [G in keyof Contract]: NameIn<G> }[keyof Contract];
type RouteOf<N extends RouteName> = N extends `${infer G extends keyof Contract}.${infer K}`
  ? Contract[G][K & keyof Contract[G]]
  : never;
type Part<R, K extends string> = R extends { readonly [key in K]: infer S extends z.ZodType }
  ? { readonly [key in K]: z.input<S> }
  : unknown;
/** What a sample must hold: the route's path parameters and body; of bytes, which ones. */
type Sample<R> = AnySample &
  Part<R, 'params'> &
  Part<R, 'body'> &
  (R extends { readonly accepts: readonly string[] } ? Part<R, 'query'> & { readonly bytes: Uint8Array } : unknown);
export type Samples = { readonly [N in RouteName]: (world: World) => Sample<RouteOf<N>> | Promise<Sample<RouteOf<N>>> };
/** A call, whatever its route. */
export interface AnySample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
  readonly bytes?: Uint8Array;
}

let serial = 0;
const fresh = (): string => `fresh-${++serial}`;
const now = (): string => new Date().toISOString();

const ofLecture = ({ lectureId }: World) => ({ params: { lectureId } });
const ofLesson = ({ lessonId }: World) => ({ params: { lessonId } });
const ofEnrollment = ({ enrollmentId }: World) => ({ params: { enrollmentId } });
const ofLab = ({ emptyLabId }: World) => ({ params: { labId: emptyLabId } });
const ofDevice = ({ unseatedDevice }: World) => ({ params: { deviceId: unseatedDevice } });
const nothing = () => ({});

/** One call of every route that the right caller gets an answer to; some bring the world into the state for it. */
export function routeSamples(school: TestServer): Samples {
  const { server, visitor, admin } = school;
  const withoutLesson = async (world: World) => {
    await server.db('lessons').where({ id: world.lessonId }).update({ state: 'ended', ended_at: now() });
    return ofLecture(world);
  };
  return {
    'institution.get': nothing,
    'institution.update': () => ({ body: { name: fresh() } }),
    'members.signUp': () => ({ body: { email: `${fresh()}@school.example`, password, name: 'New' } }),
    'members.me': nothing,
    'members.updateMe': () => ({ body: { password: 'another good one', currentPassword: password } }),
    'members.withdraw': async (world) => {
      await withoutLesson(world);
      return { body: { password } };
    },
    'members.list': nothing,
    'members.create': () => ({ body: { email: `${fresh()}@school.example`, password, name: 'New', role: 'desk' } }),
    'members.get': ({ stranger }) => ({ params: { memberId: stranger.id } }),
    'members.update': ({ stranger }) => ({ params: { memberId: stranger.id }, body: { grade: 'premium' } }),
    'sessions.signIn': ({ stranger }) => ({ body: { email: stranger.email, password } }),
    'sessions.refresh': async ({ stranger }) => {
      const { refreshToken } = await visitor.sessions.signIn({ email: stranger.email, password });
      return { body: { refreshToken } };
    },
    'sessions.signOut': nothing,
    'lectures.create': () => ({ body: { title: 'New' } }),
    'lectures.list': nothing,
    'lectures.mine': nothing,
    'lectures.get': ofLecture,
    'lectures.update': (world) => ({ ...ofLecture(world), body: { title: 'Other' } }),
    'lectures.close': withoutLesson,
    'lectures.reopen': async (world) => {
      await server.db('lectures').where({ id: world.lectureId }).update({ state: 'closed' });
      return ofLecture(world);
    },
    'lectures.delete': withoutLesson,
    'lessons.start': withoutLesson,
    'lessons.end': ofLesson,
    'lessons.list': ofLecture,
    'lessons.get': ofLesson,
    'lessons.attendance': ofLesson,
    'enrollments.request': ofLecture,
    'enrollments.get': ofEnrollment,
    'enrollments.cancel': ofEnrollment,
    'enrollments.decide': (world) => ({ ...ofEnrollment(world), body: { decision: 'accept' } }),
    'enrollments.decideMany': (world) => ({
      ...ofLecture(world),
      body: { decision: 'reject', enrollmentIds: 'all_waiting' },
    }),
    'enrollments.list': ofLecture,
    'enrollments.mine': nothing,
    'roster.list': ofLecture,
    'roster.leave': ofLecture,
    'roster.remove': ({ lectureId, rostered }) => ({ params: { lectureId, memberId: rostered.id } }),
    'labs.create': () => ({ body: { name: fresh() } }),
    'labs.list': nothing,
    'labs.get': ofLab,
    'labs.update': (world) => ({ ...ofLab(world), body: { name: fresh() } }),
    'labs.delete': ofLab,
    'devices.create': (world) => ({ ...ofLab(world), body: { name: fresh() } }),
    'devices.offerPairing': ofDevice,
    'devices.pair': async ({ unseatedDevice }) => {
      const { code } = await admin.didacto.devices.offerPairing({ deviceId: unseatedDevice });
      return { body: { code, publicKey: devicePublicKey, host } };
    },
    'devices.challenge': ({ unseatedDevice }) => ({ body: { deviceId: unseatedDevice } }),
    'devices.signIn': async ({ unseatedDevice }) => ({
      body: await signInProof(school, unseatedDevice, devicePrivateKey),
    }),
    'devices.me': nothing,
    'devices.list': nothing,
    'devices.get': ofDevice,
    'devices.update': (world) => ({ ...ofDevice(world), body: { name: fresh() } }),
    'devices.revoke': ofDevice,
    'devices.delete': ofDevice,
    'seats.list': ofLecture,
    'seats.assign': ({ lectureId, unseatedDevice, rostered }) => ({
      params: { lectureId, deviceId: unseatedDevice },
      body: { studentId: rostered.id },
    }),
    'seats.free': ({ lectureId, seatedDevice }) => ({ params: { lectureId, deviceId: seatedDevice } }),
    'seats.import': ({ lectureId, unseatedDevice, rostered }) => ({
      params: { lectureId },
      body: { rows: [{ line: 1, device: unseatedDevice, student: rostered.email }] },
    }),
    'screens.push': ({ lectureId, lessonId }) => ({
      params: { lectureId },
      query: { sequence: 1, capturedAt: now(), lessonId },
      bytes: testJpeg(1),
    }),
    'screens.report': (world) => ({ ...ofLecture(world), body: { state: 'no_display' } }),
    'screens.list': ofLecture,
    'screens.picture': ({ lectureId, rostered }) => {
      const source = { holder: rostered.id, instanceId, attached: false };
      const pushed = { sequence: 1, capturedAt: Date.now(), format: 'whole', bytes: testJpeg(1) } as const;
      server.modules.lessons.of(lectureId)?.push(rostered.id, source, pushed, Date.now());
      return { params: { lectureId, studentId: rostered.id } };
    },
    'screens.viewsOfMe': nothing,
  };
}
