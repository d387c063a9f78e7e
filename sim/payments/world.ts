import type { CheckoutAction, ErrorCode, ProviderName } from '@didacto/sdk/contract';
import type { KeyedCall } from '../../packages/server/src/http/idempotency.js';
import type { LineAsk } from '../../packages/server/src/modules/orders/service.js';
import { Problem } from '../../packages/server/src/platform/problem.js';
import type { Delivery } from '../../packages/server/src/sandbox/kit/webhook-emitter.js';
import type { PartyName } from '../../packages/server/src/sandbox/merchant.js';
import { type SimClock, simClock } from './clock.js';
import type { SimDatabase } from './database.js';
import { type Dice, dice } from './dice.js';
import { gatedDatabase } from './gated-database.js';
import { afterStatement } from './invariants/after-statement.js';
import { beforeSending } from './invariants/before-sending.js';
import { sendTo } from './network.js';
import { type Outside, openOutside } from './outside.js';
import type { Plan } from './plan.js';
import { type Cut, newScheduler, type Program, type Scheduler, type StepFacts } from './scheduler.js';
import { startedAt } from './school.js';
import { type Mutation, type SimServer, startServer } from './server.js';
import { newTrace, type Trace } from './trace.js';

/** Something that must never be. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

/** What came of a call to the server. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: ErrorCode }
  /** No answer: the server is down, or went down meanwhile. */
  | { readonly kind: 'gone' };

/** What the people outside know of, to be compared with what the server says at the end. */
export interface Known {
  readonly orders: Map<string, { readonly buyerId: string; readonly asks: readonly LineAsk[] }>;
  readonly payments: Map<
    string,
    { readonly orderId: string; readonly provider: ProviderName; readonly action: CheckoutAction }
  >;
  /** Of these a provider may have told us by a webhook alone, and that may be lost: reconciliation would find them. */
  readonly movedElsewhere: Set<string>;
  /** What was put into stock later. */
  readonly restocked: Map<string, number>;
}

export interface World {
  readonly plan: Plan;
  readonly clock: SimClock;
  readonly trace: Trace;
  readonly scheduler: Scheduler;
  readonly database: SimDatabase;
  readonly outside: Outside;
  readonly known: Known;
  readonly violations: readonly Violation[];
  readonly isUp: () => boolean;
  dice(use: string): Dice;
  /** Calls the server as its routes do. */
  call<T>(name: string, work: (server: SimServer) => Promise<T>): Promise<Answer<T>>;
  /** The same for a route that takes an Idempotency-Key. */
  keyed<T>(
    name: string,
    call: KeyedCall,
    work: (server: SimServer, key: string) => Promise<T>,
  ): Promise<Answer<unknown>>;
  /** Sends a webhook to the server and gives the status of the answer. @throws where none comes */
  deliver(party: PartyName, delivery: Delivery): Promise<number>;
  pause(task: string, ms: number): Promise<void>;
  /** Reads the database as somebody outside of the server, in turn with everything else. */
  look<Row>(sql: string, bindings?: readonly unknown[]): Promise<Row[]>;
  violate(invariant: string, detail: string): void;
  /** The server goes down at once, and comes back on the same database after a while. */
  crash(): Promise<void>;
  start(): void;
}

export interface WorldOptions {
  readonly plan: Plan;
  readonly database: SimDatabase;
  readonly mutate?: Mutation | undefined;
  /** Asked before each step of the server; by default the plan says at which steps it crashes. */
  readonly cutOf?: ((step: StepFacts) => Cut) | undefined;
  readonly say?: ((line: string) => void) | undefined;
}

interface Running {
  readonly program: Program;
  readonly server: SimServer;
  /** Resolves when it is gone. */
  readonly gone: Promise<{ readonly kind: 'gone' }>;
  readonly stop: () => void;
}

const mostViolations = 20;

export function openWorld({ plan, database, mutate = (deps) => deps, say, cutOf }: WorldOptions): World {
  const { seed } = plan;
  const clock = simClock(startedAt);
  const trace = newTrace(clock.now, say);
  const violations: Violation[] = [];
  const violate = (invariant: string, detail: string): void => {
    trace.note(`VIOLATED ${invariant}: ${detail}`);
    if (violations.length < mostViolations) violations.push({ invariant, detail });
  };
  const draw = dice(seed, 'world');
  const scheduler = newScheduler({
    ...{ dice: dice(seed, 'order'), trace, order: plan.order, crash: () => crash() },
    cutOf: cutOf ?? plannedCuts(plan, dice(seed, 'cuts')),
    onFailure: (task, error) => violate('no_task_fails', `${task}: ${textOf(error)}`),
  });
  const checks = { database, trace, violate, outside: () => outside };
  let running: Running | undefined;
  let runs = 0;

  const start = (): void => {
    runs += 1;
    const program: Program = { name: `run ${runs}`, isGone: false, isInTransaction: false };
    const stops: (() => void)[] = [];
    const own: SimClock = {
      ...clock,
      every: (ms, work) => {
        const stop = clock.every(ms, () => scheduler.as(`${program.name} timer`, work));
        stops.push(stop);
        return stop;
      },
    };
    const network = dice(seed, `network ${runs}`);
    const send = (name: PartyName) =>
      sendTo({
        ...{ name, program, scheduler, clock, trace, dice: network, slowRate: plan.slowRate },
        ...{ party: outside.parties[name], beforeSending: beforeSending(checks) },
      });
    const random = dice(seed, `random ${runs}`);
    const server = startServer({
      db: gatedDatabase({ knex: database.knex, program, scheduler, afterward: afterStatement(checks) }),
      ...{ clock: own, random: random.bytes, mutate, onError: (line: string) => onErrorLine(line, violate) },
      sends: {
        ...{ tosspayments: send('tosspayments'), kakaopay: send('kakaopay') },
        ...{ portone_v1: send('portone_v1'), portone_v2: send('portone_v2') },
      },
    });
    let end = (_: { readonly kind: 'gone' }): void => {};
    const gone = new Promise<{ readonly kind: 'gone' }>((resolve) => {
      end = resolve;
    });
    const stop = (): void => {
      program.isGone = true;
      scheduler.drop(program);
      for (const one of stops) one();
      end({ kind: 'gone' });
    };
    running = { program, server, gone, stop };
    trace.note(`the server starts (${program.name})`);
  };

  const crash = async (): Promise<void> => {
    if (running === undefined) return;
    running.stop();
    running = undefined;
    trace.count('crash');
    trace.note('the server is down');
    await afterStatement(checks)('crash');
    clock.after(draw.pick(plan.downtimes), start);
  };

  const call: World['call'] = async (name, work) => {
    if (running === undefined) return { kind: 'gone' };
    const { server, gone } = running;
    const answered = work(server).then(
      (value) => ({ kind: 'ok', value }) as const,
      (error: unknown) => {
        if (error instanceof Problem) return { kind: 'refused', code: error.code } as const;
        violate('no_internal_error', `${name}: ${textOf(error)}`);
        return { kind: 'gone' } as const;
      },
    );
    const answer = await Promise.race([answered, gone]);
    const told = answer.kind === 'refused' ? answer.code : answer.kind;
    trace.count(`${name} ${told}`);
    await scheduler.turn(null, `${name}: ${told}`);
    return answer;
  };

  const deliver: World['deliver'] = async (party, { headers, body, url }) => {
    await scheduler.turn(null, `webhook of ${party} arrives`, `webhook ${party}`);
    if (new URL(url).pathname !== `/v1/webhooks/${party}`) violate('webhooks_are_addressed', url);
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const answer = await call('webhook', async ({ webhooks }) =>
      webhooks.receive(party, { headers: lower, body: Buffer.from(body) }),
    );
    if (answer.kind === 'gone') throw new Error('No answer');
    return answer.kind === 'ok' ? 200 : new Problem(answer.code).status;
  };

  const outside = openOutside({
    ...{ plan, clock, trace, startedAt, deliver },
    onTruth: () => {},
  });
  return {
    ...{ plan, clock, trace, scheduler, database, outside, violations, call, deliver, violate, crash, start },
    known: { orders: new Map(), payments: new Map(), movedElsewhere: new Set(), restocked: new Map() },
    isUp: () => running !== undefined,
    dice: (use) => dice(seed, use),
    keyed: (name, keyedCall, work) =>
      call(name, (server) => server.idempotency.once(keyedCall, (key) => work(server, key))),
    look: (sql, bindings) => scheduler.run(null, 'turn', 'looks', () => database.all(sql, bindings)),
    pause: async (task, ms) => {
      await clock.sleep(ms);
      await scheduler.turn(null, 'goes on', task);
    },
  };
}

/** Where the plan has a crash: before a step, or for a transaction in the middle or right after it. */
function plannedCuts({ crashes }: Plan, draw: Dice): (step: StepFacts) => Cut {
  let left = [...crashes].sort((one, other) => one - other);
  return ({ number, kind }) => {
    const [next] = left;
    if (next === undefined || number < next) return 'none';
    left = left.slice(1);
    if (kind === 'turn') return 'before';
    return draw.pick<Cut>(kind === 'transaction' ? ['before', 'undone', 'done'] : ['before', 'done']);
  };
}

/** What the server logs as an error is one, but for refusals that pass, such as too much going on at once. */
function onErrorLine(line: string, violate: World['violate']): void {
  const { err, msg } = JSON.parse(line);
  if (err?.type !== 'Problem') violate('no_internal_error', `${msg}: ${err?.stack ?? err?.message ?? ''}`);
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
