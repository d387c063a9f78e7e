import type { ProviderName } from '@didacto/sdk/contract';
import { type Database, openDatabase } from '../../../platform/database.js';
import { nobodyConnected } from '../../../platform/effects.js';
import { idFactory, systemRandom } from '../../../platform/ids.js';
import { createLogger } from '../../../platform/logger.js';
import { secretBox } from '../../../platform/secret-box.js';
import type { MemberCaller } from '../../../policy/caller.js';
import { newTrail } from '../../../testing/service-parts.js';
import { systemActor } from '../../audit/actor.js';
import { createLedger } from '../../ledger/ledger.js';
import { fulfilment } from '../../orders/fulfilment.js';
import { orderService } from '../../orders/service.js';
import type { PaymentAlarms, PaymentDependencies } from '../dependencies.js';
import { giveUpPayment } from '../give-up.js';
import { ledgerBooks } from '../ledger-books.js';
import { refundService } from '../refunds.js';
import { paymentService } from '../service.js';
import { settlement } from '../settle.js';
import { paymentStore } from '../store.js';
import { webhookService } from '../webhooks.js';
import { paymentWorker } from '../worker.js';
import { type ScriptedProvider, scriptedProvider } from './scripted-provider.js';

export type PaymentWorld = Awaited<ReturnType<typeof openPaymentWorld>>;

const start = Date.parse('2026-09-01T00:00:00.000Z');

/** The payments core over a database of its own, with scripted providers and time that stands still. */
export async function openPaymentWorld(options: { testModeAllowed?: boolean } = {}) {
  const db = await openDatabase(':memory:');
  let time = start;
  const clock = { now: () => time, every: () => () => {} };
  const newId = idFactory(clock, systemRandom);
  const toss = scriptedProvider('tosspayments', 'on_confirm');
  const portOne = scriptedProvider('portone_v1', 'at_provider');
  const providers = new Map<ProviderName, ScriptedProvider>([
    ['tosspayments', toss],
    ['portone_v1', portOne],
  ]);
  const alarms: { code: string; subject: string; open: boolean }[] = [];
  const deps: PaymentDependencies = {
    ...{
      db,
      clock,
      random: systemRandom,
      newId,
      log: createLogger('silent'),
      audit: newTrail(),
      effects: nobodyConnected,
    },
    box: secretBox(systemRandom(32), systemRandom),
    books: ledgerBooks(createLedger({ clock, newId, timeZone: 'Asia/Seoul' })),
    fulfilment: fulfilment({ newId, effects: nobodyConnected }),
    alarms: recordedAlarms(alarms),
    providers,
    testModeAllowed: options.testModeAllowed ?? false,
    publicUrl: () => 'https://didacto.test',
  };
  const settle = settlement(deps);
  const payments = paymentService(deps, settle);
  const refunds = refundService(deps, settle);
  const worker = paymentWorker(deps, settle, refunds);
  const orders = orderService({
    ...{ db, clock, random: systemRandom, newId, audit: deps.audit, publicUrl: deps.publicUrl },
    giveUpPayment: giveUpPayment(deps),
    effects: nobodyConnected,
  });
  const school = await openSchool(db, newId);
  const balance = async (account: string): Promise<number> => {
    const row: { sum?: number | null } | undefined = await db('postings')
      .where({ account })
      .sum({ sum: 'amount' })
      .first();
    return Number(row?.sum ?? 0);
  };
  return {
    ...{ db, deps, toss, portOne, settle, payments, refunds, worker, orders, alarms, balance, ...school },
    webhooks: webhookService(deps),
    actor: systemActor,
    payment: async (id: string) => {
      const payment = await paymentStore(db).byId(id);
      if (payment === undefined) throw new Error(`no ${id}`);
      return payment;
    },
    /** Lets time pass, and the worker do what falls due, step by step. */
    pass: async (ms: number): Promise<void> => {
      const until = time + ms;
      while (time < until) {
        const due: { due?: string | null } | undefined = await db('payment_tasks')
          .where({ state: 'queued' })
          .min({ due: 'due_at' })
          .first();
        const next = due?.due ? Date.parse(due.due) : until;
        time = Math.min(until, Math.max(time + 1, next));
        await worker.tick();
      }
    },
    close: () => db.destroy(),
  };
}

const recordedAlarms = (alarms: { code: string; subject: string; open: boolean }[]): PaymentAlarms => ({
  open: async (_tx, code, subject) => {
    if (!alarms.some((one) => one.code === code && one.subject === subject && one.open))
      alarms.push({ code, subject, open: true });
  },
  resolve: async (_tx, code, subject) => {
    for (const one of alarms) if (one.code === code && one.subject === subject) one.open = false;
  },
});

async function openSchool(db: Database, newId: ReturnType<typeof idFactory>) {
  const at = new Date(start).toISOString();
  const member = async (role: 'student' | 'instructor'): Promise<MemberCaller> => {
    const id = newId('mem');
    const person = { email: `${id}@school.example`, password_hash: 'x', name: '김하은', grade: 'free' };
    await db('members').insert({ id, ...person, role, created_at: at });
    return {
      kind: 'member',
      memberId: id,
      name: '김하은',
      role,
      credentialId: 'ses_1',
      scopes: null,
      mustSetUp: false,
    };
  };
  const instructor = await member('instructor');
  const lectureId = newId('lec');
  const lecture = { title: '파이썬', title_folded: '파이썬', state: 'open', owner_id: instructor.memberId, slot: 1 };
  await db('lectures').insert({ id: lectureId, ...lecture, created_at: at, updated_at: at });
  const product = async (values: Record<string, unknown>): Promise<string> => {
    const id = newId('prd');
    const usual = { name: '9월 수강료', tax_free: 0, state: 'on_sale', created_at: at, updated_at: at };
    await db('products').insert({ id, ...usual, ...values });
    return id;
  };
  return {
    instructor,
    lectureId,
    member,
    product,
    tuition: await product({ kind: 'tuition', price: 300_000, tax_free: 300_000, lecture_id: lectureId, stock: 30 }),
    premium: await product({ kind: 'premium', name: 'Premium', price: 1_000, premium_days: 30 }),
    goods: await product({ kind: 'goods', name: '교재', price: 22_000, stock: 1 }),
  };
}
