import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { contract, LectureId, pictureDeltaType, pictureLimits, pictureType } from '@didacto/sdk/contract';
import type { ScreenSource } from '../modules/screens/live-lesson.js';
import type { LiveLessons } from '../modules/screens/live-lessons.js';
import { mustBeTaken, sourceOf } from '../modules/screens/service.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import { Problem, preferredLanguage, problemBody } from '../platform/problem.js';
import type { Authenticator } from '../policy/authenticator.js';
import type { Policy } from '../policy/policy.js';
import type { RightsChange } from '../policy/rights-change.js';
import { type ReadPushQuery, readPushQuery } from './push-query.js';
import { requestIdOf } from './request-id.js';
import { demandOf, parse } from './router.js';
import { toProblem } from './to-problem.js';

/**
 * The picture push, in front of express, which alone costs four times what this does. What was checked of a
 * connection is remembered on it, until the token expires or its rights may have changed.
 */
export interface PushHandler {
  /** Serves a push; gives false, and does nothing, where the request is another. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  /** Forgets what was remembered of those whose session, device, roster, seat or lesson changed. */
  forget(change: RightsChange): void;
}

/** What was found of a connection's token and lecture. */
interface Ticket {
  readonly authorization: string;
  readonly lectureId: string;
  readonly studentId: string;
  readonly source: ScreenSource;
  readonly expiresAt: number;
}

interface PushHead {
  readonly authorization: string;
  readonly lectureId: string;
  readonly query: ReadPushQuery;
  readonly format: 'whole' | 'delta';
  readonly length: number;
}

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
  readonly lessons: LiveLessons;
  readonly authenticator: Authenticator;
  readonly policy: Policy;
  readonly observe: (status: number, bytes: number) => void;
}

const pushPath = /^\/v1\/lectures\/([^/?]+)\/screen(?:\?(.*))?$/;
const pushDemand = demandOf('screens', contract.screens.push);
const formats = new Map<string, 'whole' | 'delta'>([
  [pictureType, 'whole'],
  [pictureDeltaType, 'delta'],
]);

export function pushHandler(deps: Dependencies): PushHandler {
  const { clock, log, lessons, observe } = deps;
  const tickets = createTickets(deps);

  const take = ({ lectureId, studentId, source }: Ticket, { query, format }: PushHead, bytes: Uint8Array): void => {
    const lesson = lessons.of(lectureId);
    if (lesson?.lessonId !== query.lessonId) throw new Problem('no_active_lesson');
    const { sequence, capturedAt } = query;
    mustBeTaken(lesson.push(studentId, source, { sequence, capturedAt, format, bytes }, clock.now()));
  };
  const receive = (request: IncomingMessage, response: ServerResponse, target: RegExpExecArray): void => {
    const fail = (error: unknown) => observe(refuse(log, request, response, error), 0);
    const finish = (ticket: Ticket, head: PushHead, bytes: Uint8Array) => {
      take(ticket, head, bytes);
      observe(204, bytes.length);
      response.writeHead(204).end();
    };
    const read = (head: PushHead) =>
      readBody(request, head.length, (bytes) => {
        // Rights may have changed while the body came.
        const ticket = tickets.standing(request.socket, head);
        if (ticket) guarded(() => finish(ticket, head, bytes), fail);
        else
          tickets
            .check(request.socket, head)
            .then((checked) => finish(checked, head, bytes))
            .catch(fail);
      });
    guarded(() => {
      const head = readHead(request, target);
      if (tickets.standing(request.socket, head)) read(head);
      // Who may not push has nothing kept: their body is read only to be thrown away.
      else tickets.check(request.socket, head).then(() => read(head), fail);
    }, fail);
  };

  return {
    serve: (request, response) => {
      const target = request.method === contract.screens.push.method ? pushPath.exec(request.url ?? '') : null;
      if (target) receive(request, response, target);
      return target !== null;
    },
    forget: tickets.forget,
  };
}

/** A callback of a stream has no one else to catch what it throws. */
function guarded(work: () => void, fail: (error: unknown) => void): void {
  try {
    work();
  } catch (error) {
    fail(error);
  }
}

/** What was checked, by connection. */
function createTickets(deps: Dependencies) {
  const bySocket = new Map<Socket, Ticket>();
  let changes = 0;

  const check = async (socket: Socket, head: PushHead): Promise<Ticket> => {
    for (;;) {
      const before = changes;
      const ticket = await admit(deps, head);
      // A change in the meantime may have come too late for what was read.
      if (before !== changes) continue;
      if (!bySocket.has(socket)) socket.once('close', () => bySocket.delete(socket));
      if (!socket.destroyed) bySocket.set(socket, ticket);
      return ticket;
    }
  };
  return {
    standing: (socket: Socket, { authorization, lectureId }: PushHead): Ticket | undefined => {
      const held = bySocket.get(socket);
      const stands = held?.lectureId === lectureId && held.expiresAt > deps.clock.now();
      return stands && held.authorization === authorization ? held : undefined;
    },
    check,
    forget: (change: RightsChange): void => {
      changes++;
      for (const [socket, { lectureId, source }] of bySocket) {
        const isMeant =
          'everyone' in change ||
          ('lectureId' in change ? change.lectureId === lectureId : change.holders.has(source.holder));
        if (isMeant) bySocket.delete(socket);
      }
    },
  };
}

/** @throws Problem of a caller who may not push here */
async function admit({ lessons, authenticator, policy }: Dependencies, head: PushHead): Promise<Ticket> {
  const { authorization } = head;
  const lectureId = parse(LectureId, head.lectureId, 'lectureId');
  const caller = await authenticator.fromHeader(authorization);
  if (caller.kind === 'anonymous') throw new Problem('unauthenticated');
  await policy.authorize(caller, pushDemand, { lectureId });
  const studentId = lessons.of(lectureId)?.studentAt(caller);
  if (studentId === undefined) throw new Problem('no_active_lesson');
  return { authorization, lectureId, studentId, source: sourceOf(caller), expiresAt: caller.expiresAt };
}

/** @throws Problem of a head that announces no push */
function readHead({ headers }: IncomingMessage, [, lecture = '', search = '']: RegExpExecArray): PushHead {
  const { authorization } = headers;
  if (authorization === undefined) throw new Problem('unauthenticated');
  const mediaType = headers['content-type'] ?? '';
  const format = formats.get(mediaType) ?? formats.get(mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '');
  if (format === undefined)
    throw new Problem('unsupported_media_type', { detail: `Send ${[...formats.keys()].join(' or ')}` });
  const length = Number(headers['content-length']);
  if (!Number.isInteger(length) || length <= 0)
    throw new Problem('validation_failed', { detail: 'content-length: is needed' });
  if (length > pictureLimits.bytes) throw new Problem('picture_too_large');
  // The lecture is looked at when it is not the one that was checked before.
  return { authorization, lectureId: lecture, query: readPushQuery(search), format, length };
}

/** Reads a body of the announced length, which the HTTP parser holds it to; one that breaks off is never given. */
function readBody(request: IncomingMessage, length: number, give: (bytes: Uint8Array) => void): void {
  let bytes: Buffer | undefined;
  let at = 0;
  request.on('data', (chunk: Buffer) => {
    // The usual picture comes in one piece of its own memory, which is kept as it is.
    if (chunk.length === length && chunk.buffer.byteLength === length) bytes = chunk;
    else {
      bytes ??= Buffer.allocUnsafeSlow(length);
      chunk.copy(bytes, at);
    }
    at += chunk.length;
  });
  request.on('end', () => {
    if (bytes && at === length) give(bytes);
  });
}

/** Answers as express would, once a body of a picture's size is read; a larger one ends the connection instead. */
function refuse(log: Logger, request: IncomingMessage, response: ServerResponse, error: unknown): number {
  const problem = toProblem(error);
  if (problem.status >= 500) log.error({ err: problem.options.cause ?? error, code: problem.code }, 'push failed');
  const isShort = Number(request.headers['content-length']) <= pictureLimits.bytes;
  request.resume();
  if (request.complete || !isShort) sendProblem(request, response, problem);
  else request.once('end', () => sendProblem(request, response, problem));
  return problem.status;
}

function sendProblem(request: IncomingMessage, response: ServerResponse, problem: Problem): void {
  if (response.headersSent || response.destroyed) return;
  const requestId = requestIdOf(request.headers['x-request-id']);
  const { retryAfterSeconds } = problem.options;
  const body = JSON.stringify(problemBody(problem, preferredLanguage(request.headers['accept-language']), requestId));
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    ...(!request.complete && { connection: 'close' }),
  });
  response.end(body);
}
