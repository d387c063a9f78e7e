import { contract, type RouteDef, type Routes, scopesFor, successStatus } from '@didacto/sdk/contract';
import { type Request, type Response, Router } from 'express';
import type * as z from 'zod';
import { actorOf } from '../modules/audit/actor.js';
import { Problem, preferredLanguage } from '../platform/problem.js';
import type { Authenticator } from '../policy/authenticator.js';
import { anonymousCaller, type Caller } from '../policy/caller.js';
import type { Demand, Policy, Subject } from '../policy/policy.js';
import type { CallContext, Handlers } from './handlers.js';
import type { Idempotency } from './idempotency.js';

/** Binds the contract to express: authenticate, authorize, parse, handle, check the reply. */
export function contractRouter(
  handlers: Handlers,
  authenticator: Authenticator,
  policy: Policy,
  idempotency: Idempotency,
): Router {
  // Exact paths: what limits tries by path must not be walked around with a capital or a slash.
  const router = Router({ caseSensitive: true, strict: true });
  const bound = handlers as unknown as Record<
    string,
    Record<string, (input: unknown, context: CallContext) => Promise<unknown>>
  >;
  for (const [group, routes] of Object.entries(contract as Routes)) {
    for (const [name, route] of Object.entries(routes)) {
      const handler = bound[group]?.[name];
      if (route.accepts || !handler) continue;
      const demand = demandOf(group, route);
      const serve = async (request: Request, response: Response) => {
        const isPublic = route.access.includes('public');
        // A public route ignores a stale token: signing in again must not fail for the old one.
        const caller = isPublic ? anonymousCaller : await authenticator.fromHeader(request.headers.authorization);
        if (!isPublic && caller.kind === 'anonymous') throw new Problem('unauthenticated');
        const params = parseIf(route.params, request.params, 'path');
        await policy.authorize(caller, demand, subjectOf(params));
        const input = {
          params,
          query: parseIf(route.query, request.query, 'query'),
          body: parseIf(route.body, route.body && bodyOf(request), 'body'),
        };
        const serveOnce = (idempotencyKey: string | null) =>
          handler(input, { ...contextOf(request, caller), idempotencyKey });
        const asked = { scope: scopeOf(caller, params), route: `${group}.${name}`, asks: input };
        const reply = route.idempotent
          ? await idempotency.once({ ...asked, key: request.get('idempotency-key') ?? '' }, serveOnce)
          : await serveOnce(null);
        answer(route, request, response, reply);
      };
      router[methodOf(route)](route.path, serve);
    }
  }
  refuseOtherMethods(router);
  return router;
}

/** Whose idempotency keys a call's are: the member's, or the checkout's that anybody may have opened. */
const scopeOf = (caller: Caller, params: unknown): string =>
  caller.kind === 'member' ? caller.memberId : (subjectOf(params).orderId ?? caller.kind);

function contextOf(request: Request, caller: Caller): Omit<CallContext, 'idempotencyKey'> {
  const requestId = String(request.id);
  const address = request.ip ?? '';
  return {
    caller,
    actor: actorOf(caller, { address, requestId, client: request.headers['user-agent'] ?? '' }),
    language: preferredLanguage(request.headers['accept-language']),
    requestId,
    address,
    log: request.log,
  };
}

/** What a route of a group asks of its caller. */
export const demandOf = (group: string, { access, method, anyToken, duringSetUp }: RouteDef): Demand => ({
  access,
  scopes: anyToken ? 'any' : scopesFor(group, method),
  duringSetUp,
});

/** After all routes: a path that is known, with a method that it does not take. */
function refuseOtherMethods(router: Router): void {
  const byPath = new Map<string, string[]>();
  for (const { path, method } of Object.values(contract as Routes).flatMap((routes) => Object.values(routes)))
    byPath.set(path, [...(byPath.get(path) ?? []), method, ...(method === 'GET' ? ['HEAD'] : [])]);
  for (const [path, methods] of byPath) {
    router.all(path, (request, response) => {
      response.set('allow', [...methods, 'OPTIONS'].join(', '));
      if (request.method !== 'OPTIONS') throw new Problem('method_not_allowed');
      response.status(204).end();
    });
  }
}

const methodOf = (route: RouteDef) => {
  const methods = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;
  return methods[route.method];
};

/**
 * express leaves `undefined` where nothing was sent; a schema then names what is missing instead of the whole body.
 * @throws Problem unsupported_media_type where something was sent that is not JSON
 */
function bodyOf(request: Request): unknown {
  // `is` gives null without a body; an empty one may be of any type.
  const isOther = request.is('application/json') === false && request.headers['content-length'] !== '0';
  if (isOther) throw new Problem('unsupported_media_type', { detail: 'Send application/json' });
  return request.body ?? {};
}

function subjectOf(params: unknown): Subject {
  return typeof params === 'object' && params !== null ? params : {};
}

const parseIf = (schema: z.ZodType | undefined, value: unknown, where: string): unknown =>
  schema && parse(schema, value, where);

/** @throws Problem validation_failed, naming each field */
export function parse<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({
    path: path.length > 0 ? path.join('.') : where,
    message,
  }));
  throw new Problem('validation_failed', {
    detail: fields.map(({ path, message }) => `${path}: ${message}`).join('; '),
    fields,
  });
}

function answer(route: RouteDef, request: Request, response: Response, reply: unknown): void {
  // Replies hold tokens and people's data: no cache on the way keeps them.
  response.status(successStatus(route)).set('cache-control', 'no-store');
  if (route.response) {
    response.json(route.response.parse(reply));
  } else if (route.returns && isPicture(reply)) {
    sendPicture(route.returns, request, response, reply);
  } else {
    response.end();
  }
}

const isPicture = (reply: unknown): reply is { etag: string; bytes: Uint8Array } =>
  typeof reply === 'object' && reply !== null && 'bytes' in reply && reply.bytes instanceof Uint8Array;

function sendPicture(
  type: string,
  request: Request,
  response: Response,
  { etag, bytes }: { etag: string; bytes: Uint8Array },
): void {
  response.set('etag', etag).set('cache-control', 'private, no-cache');
  if (request.headers['if-none-match'] === etag) {
    response.status(304).end();
    return;
  }
  response.type(type).end(bytes);
}
