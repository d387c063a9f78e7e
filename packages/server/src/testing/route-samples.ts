import type { Contract } from '@didacto/sdk/contract';
import type * as z from 'zod';
import { instanceId } from './callers.js';
import { pendingSecret, signedInAs, tokenOf, totpCode, turnedOn } from './identity-samples.js';
import { host, signInProof } from './lab-pc.js';
import { mailedCode, proofOf } from './mailbox.js';
import { checkoutCode, checkoutNonce, salesRows } from './sales-samples.js';
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
const ofStranger = ({ stranger }: World) => ({ params: { memberId: stranger.id } });
const nothing = () => ({});

/** One call of every route that the right caller gets an answer to; some bring the world into the state for it. */
export function routeSamples(school: TestServer): Samples {
  const { server, visitor, admin } = school;
  const invite = () => admin.didacto.invitations.create({ email: `${fresh()}@school.example` });
  const ofUserCode = async () => {
    const { userCode } = await visitor.deviceCodes.create({ client: 'a program' });
    return { params: { userCode } };
  };
  const withoutLesson = async (world: World) => {
    await server.db('lessons').where({ id: world.lessonId }).update({ state: 'ended', ended_at: now() });
    return ofLecture(world);
  };
  const sales = salesRows(server.db);
  const ofProduct = async () => ({ params: { productId: await sales.product() } });
  const ofOrder = async (world: World) => ({ params: { orderId: await sales.order(world) } });
  const ofPayment = async (world: World) => ({ params: { paymentId: (await sales.payment(world)).paymentId } });
  const ofCheckout = async (world: World) => {
    const { params } = await ofOrder(world);
    return { params, body: { code: `${checkoutCode}-${params.orderId}` } };
  };
  const comingBack = async (world: World) => {
    const { orderId, paymentId } = await sales.payment(world);
    return { params: { orderId }, body: { paymentId, nonce: checkoutNonce } };
  };
  return {
    'institution.get': nothing,
    'institution.update': () => ({ body: { name: fresh() } }),
    'verifications.request': () => ({ body: { email: `${fresh()}@school.example`, purpose: 'sign_up' } }),
    'verifications.confirm': async () => {
      const email = `${fresh()}@school.example`;
      const { id } = await visitor.verifications.request({ email, purpose: 'sign_up' });
      return { params: { verificationId: id }, body: { code: await mailedCode(school, email) } };
    },
    'members.signUp': async () => {
      const proof = await proofOf(school, `${fresh()}@school.example`, 'sign_up');
      return { body: { proof, password, name: 'New' } };
    },
    'members.resetPassword': async ({ stranger }) => ({
      body: { proof: await proofOf(school, stranger.email, 'password_reset'), password: 'another good one' },
    }),
    'members.me': nothing,
    'members.updateMe': () => ({ body: { password: 'another good one', currentPassword: password } }),
    'members.export': nothing,
    'members.withdraw': async (world) => {
      await withoutLesson(world);
      return { body: { password } };
    },
    'members.list': nothing,
    'members.create': () => ({ body: { email: `${fresh()}@school.example`, password, name: 'New', role: 'desk' } }),
    'members.get': ({ stranger }) => ({ params: { memberId: stranger.id } }),
    'members.update': ({ stranger }) => ({ params: { memberId: stranger.id }, body: { grade: 'premium' } }),
    'members.suspend': (world) => ({ ...ofStranger(world), body: { note: 'Left school' } }),
    'members.restore': ({ suspended }) => ({ params: { memberId: suspended.id }, body: {} }),
    'members.endSessions': ofStranger,
    'members.resetSecondFactor': ({ desk }) => ({ params: { memberId: desk.id } }),
    'members.erase': (world) => ({ ...ofStranger(world), body: {} }),
    'invitations.create': () => ({ body: { email: `${fresh()}@school.example` } }),
    'invitations.list': nothing,
    'invitations.revoke': async () => ({ params: { invitationId: (await invite()).invitation.id } }),
    'invitations.preview': async () => ({ body: { code: (await invite()).code } }),
    'invitations.accept': async () => ({ body: { code: (await invite()).code, name: 'New', password } }),
    'sessions.signIn': ({ stranger }) => ({ body: { email: stranger.email, password } }),
    'sessions.refresh': async ({ stranger }) => {
      const { refreshToken } = await visitor.sessions.signIn({ email: stranger.email, password });
      return { body: { refreshToken } };
    },
    'sessions.signOut': nothing,
    'sessions.list': nothing,
    'sessions.end': ({ rostered }) => ({ params: { sessionId: rostered.sessionId } }),
    'sessions.endAll': () => ({ body: { keepCurrent: true } }),
    'secondFactor.get': nothing,
    'secondFactor.start': () => ({ body: { password } }),
    'secondFactor.confirm': async (world) => {
      const secret = await pendingSecret(school, world.rostered);
      return { body: { code: totpCode(secret) } };
    },
    'secondFactor.disable': async (world) => ({ body: { password, code: await turnedOn(school, world.rostered) } }),
    'secondFactor.renewRecoveryCodes': async (world) => ({
      body: { password, code: await turnedOn(school, world.rostered) },
    }),
    'deviceCodes.create': () => ({ body: { client: 'a program' } }),
    'deviceCodes.redeem': async ({ stranger }) => {
      const { deviceCode, userCode } = await visitor.deviceCodes.create({ client: 'a program' });
      const { deviceCodes } = await signedInAs(school, stranger);
      await deviceCodes.approve({ userCode });
      return { body: { deviceCode } };
    },
    'deviceCodes.get': ofUserCode,
    'deviceCodes.approve': ofUserCode,
    'deviceCodes.deny': ofUserCode,
    'accessTokens.create': () => ({ body: { name: 'New', scopes: ['lectures:read'], password } }),
    'accessTokens.list': nothing,
    'accessTokens.revoke': async ({ owner }) => ({ params: { tokenId: await tokenOf(school, owner) } }),
    'accessTokens.listAll': nothing,
    'accessTokens.revokeAny': async ({ owner }) => ({ params: { tokenId: await tokenOf(school, owner) } }),
    'serviceAccounts.create': () => ({ body: { name: 'New', role: 'desk' } }),
    'serviceAccounts.list': nothing,
    'serviceAccounts.createToken': ({ service }) => ({
      params: { memberId: service.id },
      body: { name: 'New', scopes: ['lectures:read'] },
    }),
    'serviceAccounts.remove': async () => {
      const { id } = await admin.didacto.serviceAccounts.create({ name: fresh(), role: 'desk' });
      return { params: { memberId: id } };
    },
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
    'staff.list': ofLecture,
    'staff.add': ({ lectureId, otherInstructor }) => ({
      params: { lectureId },
      body: { email: otherInstructor.email, role: 'co_instructor' },
    }),
    'staff.remove': ({ lectureId, assistant }) => ({ params: { lectureId, memberId: assistant.id } }),
    'staff.leave': ofLecture,
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
    'rooms.iceServers': ofLecture,
    'rooms.consent': ofLecture,
    'rooms.setConsent': (world) => ({ ...ofLecture(world), body: { voice: true } }),
    'products.list': nothing,
    'products.get': ofProduct,
    'products.create': () => ({ body: { kind: 'goods', name: fresh(), price: 1_000 } }),
    'products.update': async () => ({ ...(await ofProduct()), body: { price: 2_000 } }),
    'products.withdraw': ofProduct,
    'orders.create': async () => ({ body: { lines: [{ productId: await sales.product() }] } }),
    'orders.get': ofOrder,
    'orders.mine': nothing,
    'orders.list': nothing,
    'orders.cancel': ofOrder,
    'orders.checkout': ofOrder,
    'payments.start': async (world) => ({ ...(await ofOrder(world)), body: { provider: 'tosspayments' } }),
    'payments.list': nothing,
    'payments.get': ofPayment,
    'payments.history': ofPayment,
    'payments.confirm': async (world) => ({ ...(await ofPayment(world)), body: { providerPaymentId: fresh() } }),
    'payments.settle': ofPayment,
    'payments.refund': async (world) => ({
      params: { paymentId: (await sales.payment(world, 'succeeded')).paymentId },
      body: { reason: 'Left the course' },
    }),
    'payments.refunds': ofPayment,
    'payments.refundQuote': ofPayment,
    'payments.deadLetters': nothing,
    'payments.retryDeadLetter': async (world) => ({ params: { taskId: await sales.deadTask(world) } }),
    'payments.resolveDeadLetter': async (world) => ({
      params: { taskId: await sales.deadTask(world) },
      body: { note: 'Seen to by hand' },
    }),
    'checkouts.open': ofCheckout,
    'checkouts.pay': async (world) => {
      const { params, body } = await ofCheckout(world);
      return { params, body: { ...body, provider: 'tosspayments' } };
    },
    'checkouts.return': async (world) => {
      const { params, body } = await comingBack(world);
      return { params, body: { ...body, outcome: 'cancel' } };
    },
    'checkouts.status': comingBack,
    'ledger.verify': nothing,
    'ledger.balance': nothing,
    'ledger.account': () => ({ params: { account: 'revenue' } }),
    'ledger.entries': nothing,
    'ledger.entry': async () => ({ params: { entryId: await sales.entry() } }),
    'ledger.wallets': nothing,
    'webhooks.receive': () => ({
      params: { provider: 'tosspayments' },
      query: {},
      bytes: Buffer.from(
        JSON.stringify({ eventType: 'BILLING_DELETED', createdAt: '2026-09-01T00:00:00.000000', data: {} }),
      ),
    }),
    'webhooks.list': nothing,
    'alarms.list': nothing,
    'alarms.acknowledge': async () => ({ params: { alarmId: await sales.alarm() } }),
    'alarms.resolve': async () => ({ params: { alarmId: await sales.alarm() }, body: {} }),
    'audit.list': nothing,
    'audit.head': nothing,
    'audit.ofMe': nothing,
  };
}
