import {
  ExchangeError,
  type ProviderCall,
  type ProviderReply,
  type Send,
} from '../../packages/server/src/modules/payments/providers/exchange.js';
import { LostReply, type SandboxReply, type SandboxRequest } from '../../packages/server/src/sandbox/kit/http.js';
import type { Party } from '../../packages/server/src/sandbox/kit/party.js';
import type { PartyName } from '../../packages/server/src/sandbox/merchant.js';
import type { SimClock } from './clock.js';
import type { Dice } from './dice.js';
import type { Program, Scheduler } from './scheduler.js';
import type { Trace } from './trace.js';

interface Options {
  readonly name: PartyName;
  readonly party: Party;
  readonly program: Program;
  readonly scheduler: Scheduler;
  readonly clock: SimClock;
  readonly trace: Trace;
  readonly dice: Dice;
  /** How many exchanges take a while. */
  readonly slowRate: number;
  /** Just before the first byte leaves, while everything else stands still. */
  readonly beforeSending: (party: PartyName, call: ProviderCall) => Promise<void>;
}

const patienceMs = 30_000;

/** The way from one run of the server to one party, without sockets: it waits for its turn before it leaves and when it is back. */
export function sendTo(options: Options): Send {
  const { name, program, scheduler, clock, dice, slowRate, beforeSending, trace } = options;
  const pause = async (): Promise<void> => {
    if (slowRate > 0 && dice.chance(slowRate)) await clock.sleep(dice.int(20, 4_000));
  };
  return async (call) => {
    const label = `${name} ${call.method} ${call.path.split('?')[0]}`;
    await scheduler.run(program, 'turn', `-> ${label}`, () => beforeSending(name, call));
    trace.count(`exchange ${name}`);
    await pause();
    // It has left: what becomes of it is none of the server's doing any more, even should it crash.
    const outcome = await exchange(options, call);
    await pause();
    await scheduler.turn(program, `<- ${label} ${outcome instanceof Error ? outcome.message : outcome.status}`);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
}

/** What comes back, or why nothing does, once that is known. */
async function exchange(
  { party, clock, dice, trace }: Options,
  call: ProviderCall,
): Promise<ProviderReply | ExchangeError> {
  const timeoutMs = call.timeoutMs ?? patienceMs;
  let stopWaiting = (): void => {};
  const silence = new Promise<ExchangeError>((resolve) => {
    stopWaiting = clock.after(timeoutMs, () => resolve(new ExchangeError('timeout', true)));
  });
  const answer = party.handler(toRequest(call)).then(toReply, async (error: unknown) => {
    if (!(error instanceof LostReply)) throw error;
    if (error.how === 'refused') return new ExchangeError('connection_refused', false);
    // A connection that breaks is seen at once; a reply that never comes only by its time.
    const isBroken = error.how === 'partial' || dice.chance(0.5);
    return isBroken ? new ExchangeError('connection_lost', true) : silence;
  });
  const outcome = await Promise.race([answer, silence]);
  stopWaiting();
  if (outcome instanceof Error) trace.count(`exchange error ${outcome.code}`);
  return outcome;
}

function toRequest({ method, path, headers, body = '' }: ProviderCall): SandboxRequest {
  const url = new URL(path, 'http://party.sim');
  return { method, path: url.pathname, query: url.searchParams, headers, body };
}

const toReply = ({ status, headers = {}, body }: SandboxReply): ProviderReply => ({
  ...{ status, body },
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
});
