import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { contract, LectureId, PushQuery, pictureDeltaType, pictureLimits, pictureType } from '@didacto/sdk/contract';
import type { ScreenSource } from '../modules/screens/live-lesson.js';
import type { LiveLessons } from '../modules/screens/live-lessons.js';
import { type AgentCaller, seatingOf } from '../modules/screens/seating.js';
import { mustBeTaken, sourceOf } from '../modules/screens/service.js';
import type { Clock } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import type { Logger } from '../platform/logger.js';
import { Problem, preferredLanguage, problemBody } from '../platform/problem.js';
import type { Authenticator } from '../policy/authenticator.js';
import type { Policy } from '../policy/policy.js';
import { toProblem } from './app.js';
import { requestIdOf } from './request-id.js';
import { parse } from './router.js';

/**
 * The picture push, in front of express, which alone costs four times what this does. What was checked of a
 * connection is remembered on it, until the token expires or anything about rights changes.
 */
export interface PushHandler {
  /** Whether this request is a push. */
  matches(request: IncomingMessage): boolean;
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Forgets everything remembered: a session, device, roster, seat or lesson changed. */
  forget(): void;
}

/** What was found of a connection's token and lecture. */
interface Ticket {
  readonly authorization: string;
  readonly lectureId: string;
  readonly studentId: string;
  readonly source: ScreenSource;
  readonly expiresAt: number;
  readonly epoch: number;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly lessons: LiveLessons;
  readonly authenticator: Authenticator;
  readonly policy: Policy;
  readonly observe: (status: number, bytes: number) => void;
}

const pushPath = /^\/v1\/lectures\/([^/?]+)\/screen(?:\?(.*))?$/;
const formats = new Map<string, 'whole' | 'delta'>([
  [pictureType, 'whole'],
  [pictureDeltaType, 'delta'],
]);

export function pushHandler(deps: Dependencies): PushHandler {
  const { clock, lessons, observe } = deps;
  const tickets = new WeakMap<Socket, Ticket>();
  let epoch = 0;

  const ticketOf = (request: IncomingMessage, lectureId: string): Ticket | undefined => {
    const held = tickets.get(request.socket);
    const stands = held && held.epoch === epoch && held.lectureId === lectureId && held.expiresAt > clock.now();
    return stands && held.authorization === request.headers.authorization ? held : undefined;
  };
  const check = async (request: IncomingMessage, lectureId: string): Promise<Ticket> => {
    const since = epoch;
    const found = await admit(deps, request.headers.authorization, lectureId);
    const ticket = { ...found, authorization: request.headers.authorization ?? '', lectureId, epoch: since };
    tickets.set(request.socket, ticket);
    return ticket;
  };
  const take = (ticket: Ticket, format: 'whole' | 'delta', query: PushQuery, bytes: Uint8Array): void => {
    const lesson = lessons.of(ticket.lectureId);
    if (lesson?.lessonId !== query.lessonId) throw new Problem('no_active_lesson');
    const { sequence, capturedAt } = query;
    const pushed = { sequence, capturedAt: Date.parse(capturedAt), format, bytes };
    mustBeTaken(lesson.push(ticket.studentId, ticket.source, pushed, clock.now()));
  };
  const finish = (request: IncomingMessage, response: ServerResponse, bytes: number) => {
    observe(204, bytes);
    response.writeHead(204).end();
    // A body that was refused early would else be read as the next request.
    if (!request.complete) request.resume();
  };

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const fail = (error: unknown) => {
      observe(refuse(deps.log, request, response, error), 0);
    };
    const push = async () => {
      const { lectureId, query, format, length } = readHead(request);
      const body = readBody(request, length);
      // A refusal while the body still comes must not leave its rejection unheard.
      body.catch(() => undefined);
      if (!ticketOf(request, lectureId)) await check(request, lectureId);
      const bytes = await body;
      // Rights may have changed while the body came.
      const ticket = ticketOf(request, lectureId) ?? (await check(request, lectureId));
      take(ticket, format, query, bytes);
      finish(request, response, length);
    };
    push().catch(fail);
  };

  return {
    matches: ({ method, url }) => method === contract.screens.push.method && url !== undefined && pushPath.test(url),
    serve,
    forget: () => {
      epoch++;
    },
  };
}

async function admit(
  { db, authenticator, policy }: Dependencies,
  authorization: string | undefined,
  lectureId: string,
) {
  const caller = await authenticator.fromHeader(authorization);
  await policy.authorize(caller, contract.screens.push.access, { lectureId });
  if (caller.kind === 'anonymous') throw new Problem('unauthenticated');
  const agent: AgentCaller & { expiresAt?: number } = caller;
  const seating = await seatingOf(db, agent, lectureId);
  if (!seating) throw new Problem('no_active_lesson');
  return { studentId: seating.studentId, source: sourceOf(agent), expiresAt: agent.expiresAt ?? 0 };
}

function readHead(request: IncomingMessage) {
  const [, lecture, search] = pushPath.exec(request.url ?? '') ?? [];
  const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim() ?? '';
  const format = formats.get(mediaType);
  if (request.headers.authorization === undefined) throw new Problem('unauthenticated');
  if (format === undefined)
    throw new Problem('unsupported_media_type', { detail: `Send ${[...formats.keys()].join(' or ')}` });
  const length = Number(request.headers['content-length']);
  if (!Number.isInteger(length) || length <= 0)
    throw new Problem('validation_failed', { detail: 'content-length: is needed' });
  if (length > pictureLimits.bytes) throw new Problem('picture_too_large');
  const lectureId = parse(LectureId, lecture, 'lectureId');
  const query = parse(PushQuery, Object.fromEntries(new URLSearchParams(search)), 'query');
  return { lectureId, query, format, length };
}

/** One buffer of the announced length; a body that is not as long is refused. */
function readBody(request: IncomingMessage, length: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.allocUnsafeSlow(length);
    let at = 0;
    request.on('data', (chunk: Buffer) => {
      if (at + chunk.length <= length) chunk.copy(bytes, at);
      at += chunk.length;
    });
    request.on('end', () => (at === length ? resolve(bytes) : reject(new Problem('picture_invalid'))));
    request.on('error', reject);
    request.on('close', () => reject(new Problem('picture_invalid')));
  });
}

/** Answers as express would; a body too large to read ends the connection. */
function refuse(log: Logger, request: IncomingMessage, response: ServerResponse, error: unknown): number {
  const problem = toProblem(error);
  if (problem.status >= 500) log.error({ err: problem.options.cause ?? error, code: problem.code }, 'push failed');
  if (response.headersSent || response.destroyed) return problem.status;
  const requestId = requestIdOf(request.headers['x-request-id']);
  const { retryAfterSeconds } = problem.options;
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'x-request-id': requestId,
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(JSON.stringify(problemBody(problem, preferredLanguage(request.headers['accept-language']), requestId)));
  request.resume();
  return problem.status;
}
