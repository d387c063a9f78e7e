import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { decodeJwt } from 'jose';
import { Problem } from '../platform/problem.js';

// A whole lab sits behind one address, so an address alone may try often; the same account from it may not.
const perAddressAMinute = 600;
const perAccountAMinute = 10;
const pairingsAMinute = 30;
// A school's agents sign in at once when its power comes back; yet one address must not use up all challenges.
const challengesAMinute = 3_000;

type Fields = Readonly<Record<string, unknown>>;

/** Limits what can be guessed or used up: passwords, pairing codes, challenges. Needs the address, and the account where one is named. */
export function limitTries(): RequestHandler {
  const limited = (limit: number, key: (address: string, request: Request) => string) =>
    rateLimit({
      windowMs: 60_000,
      limit,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      // A header that no trusted proxy wrote is not read, so it is nothing to warn of.
      validate: { xForwardedForHeader: false, forwardedHeader: false },
      keyGenerator: (request) => key(ipKeyGenerator(request.ip ?? ''), request),
      handler: (_request, _response, next) => next(new Problem('rate_limited', { retryAfterSeconds: 60 })),
    });
  const byAddress = limited(perAddressAMinute, (address) => address);
  const byAccount = limited(perAccountAMinute, (address, request) => `${address} ${accountOf(request)}`);
  const pairing = limited(pairingsAMinute, (address) => address);
  const challenge = limited(challengesAMinute, (address) => address);
  return (request, response, next) => {
    const call = `${request.method} ${request.path}`;
    if (call === 'POST /v1/devices/pair') return pairing(request, response, next);
    if (call === 'POST /v1/devices/challenge') return challenge(request, response, next);
    if (!triesPassword(call, fieldsOf(request))) return next();
    return byAddress(request, response, (error?: unknown) =>
      error ? next(error) : byAccount(request, response, next),
    );
  };
}

const passwordCalls = ['POST /v1/sessions', 'POST /v1/members/sign-up', 'POST /v1/members/me/withdraw'];

/** Whoever holds a stolen token may guess at the password behind it, too. */
const triesPassword = (call: string, fields: Fields): boolean =>
  passwordCalls.includes(call) || (call === 'PATCH /v1/members/me' && fields.currentPassword !== undefined);

const fieldsOf = ({ body }: Request): Fields => (typeof body === 'object' && body !== null ? body : {});

/** The address that is named, else the member the token speaks of: a false one is refused before any password is looked at. */
function accountOf(request: Request): string {
  const { email } = fieldsOf(request);
  if (typeof email === 'string') return email.trim().toLowerCase().slice(0, 254);
  try {
    return decodeJwt(request.headers.authorization?.split(' ')[1] ?? '').sub?.slice(0, 254) ?? '';
  } catch {
    return '';
  }
}
