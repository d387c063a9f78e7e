import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { ExchangeError, type ProviderReply, type Send } from '../modules/payments/providers/exchange.js';
import type { RawWebhook } from '../modules/payments/providers/port.js';
import type { Clock } from '../platform/clock.js';
import { type ShiftedSandboxClock, virtualClock } from '../sandbox/kit/clock.js';
import { type FaultQueue, faultQueue, seededRandom } from '../sandbox/kit/faults.js';
import { listen } from '../sandbox/kit/http.js';
import type { Party, PartyOptions } from '../sandbox/kit/party.js';
import { type TruthLedger, truthLedger } from '../sandbox/kit/truth-ledger.js';
import { type Delivery, webhookEmitter } from '../sandbox/kit/webhook-emitter.js';
import { mount, notHere } from '../sandbox/mount.js';

/** Where a party under test sends its webhooks; nothing listens there, the bench keeps them. */
export const benchWebhookUrl = 'http://merchant.test/v1/webhooks';

export interface ProviderBench<P extends Party> {
  readonly party: P;
  /** The party's address, with its prefix. */
  readonly url: string;
  /** Stands still until it is advanced. */
  readonly clock: ShiftedSandboxClock;
  /** The same time, as the server's modules take it. */
  readonly serverClock: Clock;
  readonly truth: TruthLedger;
  readonly faults: FaultQueue;
  /** Every webhook that was sent, retries included, oldest first. */
  readonly webhooks: readonly Delivery[];
  /** What the merchant answers from now on; null: nothing at all. At first 200. */
  answerWebhooks(status: number | null): void;
  /** Resolves when no webhook is being sent right now. */
  webhooksIdle(): Promise<void>;
  readonly send: Send;
  stop(): Promise<void>;
}

interface BenchOptions {
  /** Milliseconds since the epoch; default 2026-09-01T00:00:00Z. */
  readonly start?: number;
  /** Of ids and tokens; default 1. */
  readonly seed?: number;
}

/** Runs one fake party over loopback, on a virtual clock. */
export async function startParty<P extends Party>(
  makeParty: (options: PartyOptions) => P,
  { start = Date.UTC(2026, 8, 1), seed = 1 }: BenchOptions = {},
): Promise<ProviderBench<P>> {
  const clock = virtualClock(start);
  const truth = truthLedger();
  const faults = faultQueue();
  const webhooks: Delivery[] = [];
  let answer: number | null = 200;
  const emitter = webhookEmitter({
    clock,
    deliver: async (delivery) => {
      webhooks.push(delivery);
      if (answer === null) throw new Error('The merchant does not answer');
      return answer;
    },
  });
  let origin = '';
  const url = () => origin + party.prefix;
  const party: P = makeParty({ clock, truth, webhooks: emitter, random: seededRandom(seed), url, faults });
  const listening = await listen(
    mount([party], async () => notHere),
    0,
  );
  origin = listening.url;
  return {
    ...{ party, url: url(), clock, truth, faults, webhooks, send: sendTo(url()), stop: listening.close },
    serverClock: { now: clock.now, every: () => () => {} },
    answerWebhooks: (status) => {
      answer = status;
    },
    webhooksIdle: emitter.idle,
  };
}

/** A delivery as the server's route hands it on. */
export const asRawWebhook = ({ headers, body }: Delivery): RawWebhook => ({
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  body: Buffer.from(body),
});

/** A plain `Send` to one address, without pool or breaker: a fake party's, or a provider's test environment. */
export const sendTo =
  (url: string): Send =>
  ({ method, path, headers, body, timeoutMs = 30_000 }) =>
    new Promise((resolve, reject) => {
      const target = new URL(url + path);
      const isTls = target.protocol === 'https:';
      let isConnected = false;
      const fail = (cause: Error) => reject(new ExchangeError(codeOf(cause, isConnected), isConnected, { cause }));
      const request = (isTls ? httpsRequest : httpRequest)(target, {
        ...{ method, agent: false, signal: AbortSignal.timeout(timeoutMs) },
        headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
      });
      request.on('socket', (socket: Socket) => {
        socket.once(isTls ? 'secureConnect' : 'connect', () => {
          isConnected = true;
        });
      });
      request.on('error', fail);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => void chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          const { statusCode: status = 0 } = response;
          resolve({ status, headers: plain(response.headers), body: Buffer.concat(chunks).toString('utf8') });
        });
      });
      request.end(body);
    });

const codeOf = (cause: Error, isConnected: boolean): string => {
  if (cause.name === 'TimeoutError' || cause.name === 'AbortError') return 'timeout';
  return isConnected ? 'connection_lost' : 'not_connected';
};

const plain = (headers: Readonly<Record<string, string | string[] | undefined>>): ProviderReply['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
