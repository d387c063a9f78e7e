import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Problem } from '../platform/problem.js';

// A whole lab sits behind one address, so an address alone may try often; the same account from it may not.
const perAddressAMinute = 600;
const perAccountAMinute = 10;
const pairingsAMinute = 30;

const guessable = ['/v1/sessions', '/v1/members/sign-up'];

/** Limits what can be guessed: passwords and pairing codes. Needs the address only, and the account where one is named. */
export function limitTries(): RequestHandler {
  const limited = (limit: number, key: (address: string, account: string) => string) =>
    rateLimit({
      windowMs: 60_000,
      limit,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      keyGenerator: (request) => key(ipKeyGenerator(request.ip ?? ''), accountOf(request.body)),
      handler: (_request, _response, next) => next(new Problem('rate_limited', { retryAfterSeconds: 60 })),
    });
  const byAddress = limited(perAddressAMinute, (address) => address);
  const byAccount = limited(perAccountAMinute, (address, account) => `${address} ${account}`);
  const pairing = limited(pairingsAMinute, (address) => address);
  return (request, response, next) => {
    if (request.method !== 'POST') return next();
    if (request.path === '/v1/devices/pair') return pairing(request, response, next);
    if (!guessable.includes(request.path)) return next();
    return byAddress(request, response, (error?: unknown) =>
      error ? next(error) : byAccount(request, response, next),
    );
  };
}

const accountOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'email' in body && typeof body.email === 'string'
    ? body.email.trim().toLowerCase().slice(0, 254)
    : '';
