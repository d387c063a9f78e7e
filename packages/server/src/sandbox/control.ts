import * as z from 'zod';
import { forgedWebhook } from './forged-webhook.js';
import { faultKinds } from './kit/faults.js';
import { jsonReply, type SandboxHandler, type SandboxReply, type SandboxRequest } from './kit/http.js';
import { isLoopback, loopbackHost } from './loopback.js';
import { partyNames } from './merchant.js';
import { deposit } from './parties.js';
import type { SandboxParts } from './parts.js';
import { webhookFaultKinds } from './webhook-fates.js';

const party = z.enum(partyNames);
const bodies = {
  advance: z.strictObject({
    ms: z
      .int()
      .min(0)
      .max(10 * 365 * 86_400_000),
  }),
  fault: z.strictObject({
    party,
    kind: z.enum([...faultKinds, ...webhookFaultKinds]),
    path: z.string().optional(),
    times: z.int().min(1).max(1_000_000).optional(),
    ms: z.int().min(0).max(86_400_000).optional(),
  }),
  replay: z.strictObject({ n: z.int().min(1) }),
  forge: z.strictObject({
    party,
    paymentId: z.string().max(200).optional(),
    providerPaymentId: z.string().max(200).optional(),
    status: z.string().max(50).optional(),
    url: z.url().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
  }),
  webhookUrl: z.strictObject({
    url: z
      .url({ protocol: /^https?$/, hostname: loopbackHost, error: 'must be an http or https address of this machine' })
      .nullable(),
  }),
  buyer: z.strictObject({
    party,
    request: z.record(z.string(), z.unknown()),
    act: z.strictObject({
      act: z.enum(['pay', 'decline', 'cancel', 'close', 'pay_and_close']),
      amount: z.int().min(1).optional(),
      test: z.boolean().optional(),
    }),
  }),
  deposit: z.strictObject({
    party,
    paymentId: z.string().min(1).max(200),
    act: z.enum(['deposit', 'revert']).default('deposit'),
  }),
};

/** The control of a sandbox, JSON over HTTP: what tests and people set, and what really happened. */
export function sandboxControl(parts: SandboxParts): SandboxHandler {
  const calls: Readonly<Record<string, (request: SandboxRequest) => SandboxReply | Promise<SandboxReply>>> = {
    'GET /sandbox/truth': ({ query }) => {
      const reference = query.get('reference');
      const rows = reference === null ? parts.truth.rows : parts.truth.of(reference);
      const references = [...new Set(rows.map((row) => row.reference))];
      const held = Object.fromEntries(references.map((one) => [one, parts.truth.held(one)]));
      return jsonReply(200, { rows, held });
    },
    'GET /sandbox/environment': () => jsonReply(200, parts.environment()),
    'POST /sandbox/clock/advance': (request) => {
      parts.clock.advance(read(bodies.advance, request).ms);
      return jsonReply(200, { now: new Date(parts.clock.now()).toISOString() });
    },
    'POST /sandbox/faults': (request) => {
      addFault(parts, read(bodies.fault, request));
      return done;
    },
    'DELETE /sandbox/faults': () => {
      for (const name of partyNames) {
        parts.faults[name].clear();
        parts.fates[name].clear();
      }
      return done;
    },
    'GET /sandbox/webhooks': () => jsonReply(200, { url: parts.post.base() ?? null, webhooks: parts.post.sent }),
    'POST /sandbox/webhooks/url': (request) => {
      parts.post.moveTo(read(bodies.webhookUrl, request).url ?? undefined);
      return done;
    },
    'POST /sandbox/webhooks/replay': async (request) =>
      jsonReply(200, await parts.post.replay(read(bodies.replay, request).n)),
    'POST /sandbox/webhooks/forge': async (request) => {
      const wanted = read(bodies.forge, request);
      return jsonReply(200, await parts.post.forge(wanted.party, forgedWebhook(wanted, parts.clock.now())));
    },
    'POST /sandbox/buyers': async (request) => {
      const { party, request: asked, act } = read(bodies.buyer, request);
      const { amount, test } = act;
      const destination = await parts.parties[party].buy(asked, {
        act: act.act,
        ...(amount !== undefined && { amount }),
        ...(test !== undefined && { test }),
      });
      return jsonReply(200, { destination });
    },
    'POST /sandbox/deposits': (request) => {
      const { party, paymentId, act } = read(bodies.deposit, request);
      deposit(parts.parties, party, paymentId, act);
      return done;
    },
  };
  return async (request) => {
    if (!isOwnRequest(request)) return refusal(403, 'The control of the sandbox is for this machine only');
    const call = calls[`${request.method} ${request.path}`];
    if (!call) return refusal(404, `There is no ${request.method} ${request.path}`);
    try {
      return await call(request);
    } catch (error) {
      if (error instanceof z.ZodError) return refusal(400, z.prettifyError(error));
      return refusal(409, error instanceof Error ? error.message : String(error));
    }
  };
}

const done = jsonReply(200, { ok: true });
const refusal = (status: number, error: string): SandboxReply => jsonReply(status, { error });

/** @throws z.ZodError when the body is none that the call takes */
function read<S extends z.ZodType>(schema: S, { body }: SandboxRequest): z.infer<S> {
  const json = z.string().transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('The body is no JSON');
      return z.NEVER;
    }
  });
  return schema.parse(json.parse(body === '' ? '{}' : body));
}

function addFault(parts: SandboxParts, { party: name, kind, path, times, ms }: z.infer<typeof bodies.fault>): void {
  const ofWebhook = webhookFaultKinds.find((one) => one === kind);
  if (ofWebhook) parts.fates[name].add({ kind: ofWebhook, times, ms });
  const ofRequest = faultKinds.find((one) => one === kind);
  if (!ofRequest) return;
  parts.faults[name].add({
    kind: ofRequest,
    ...(path !== undefined && { path }),
    ...(times !== undefined && { times }),
    ...(ms !== undefined && { ms }),
  });
}

/**
 * It listens on loopback alone; a page of another site can still make a browser here send something: its name for this
 * machine is another (DNS rebinding), or it says where it comes from.
 */
function isOwnRequest({ headers }: SandboxRequest): boolean {
  const host = hostOf(`http://${headers.host ?? ''}`);
  if (host === undefined || !isLoopback(host.hostname)) return false;
  const { origin } = headers;
  return origin === undefined || hostOf(origin)?.host === host.host;
}

const hostOf = (address: string): URL | undefined => (URL.canParse(address) ? new URL(address) : undefined);
