import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Problem } from '../platform/problem.js';

// A whole lab sits behind one address, and all of it signs in when the power comes back: these hold up floods only.
// What is guessed at one account is counted where it is checked, see `modules/sessions/sign-in-throttle.ts`.
const callsAMinute: Readonly<Record<string, number>> = {
  'POST /v1/sessions': 600,
  'POST /v1/sessions/refresh': 3_000,
  'POST /v1/members/sign-up': 120,
  'POST /v1/members/reset-password': 120,
  'POST /v1/verifications': 120,
  'POST /v1/verifications/:id/confirm': 300,
  'POST /v1/invitations/preview': 60,
  'POST /v1/invitations/accept': 60,
  'POST /v1/device-codes': 120,
  'POST /v1/device-codes/redeem': 3_000,
  'POST /v1/devices/pair': 30,
  // A school's agents sign in at once; yet one address must not use up all challenges.
  'POST /v1/devices/challenge': 3_000,
  // Whoever holds the link of a checkout needs no account; its page asks how it stands every few seconds.
  'POST /v1/checkouts/:id/open': 300,
  'POST /v1/checkouts/:id/payments': 300,
  'POST /v1/checkouts/:id/return': 600,
  'POST /v1/checkouts/:id/status': 3_000,
};

/** Limits how often one address calls what anybody may call and what costs work, or can be guessed at or used up. */
export function limitCalls(): RequestHandler {
  const limiters = Object.entries(callsAMinute).map(([call, limit]) => ({
    isMeant: new RegExp(`^${call.replaceAll(/:\w+/g, '[^/]+')}$`),
    limited: limiter(limit),
  }));
  return (request, response, next) => {
    const call = `${request.method} ${request.path}`;
    const found = limiters.find(({ isMeant }) => isMeant.test(call));
    if (found) found.limited(request, response, next);
    else next();
  };
}

const limiter = (limit: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // A header that no trusted proxy wrote is not read, so it is nothing to warn of.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    keyGenerator: (request: Request) => ipKeyGenerator(request.ip ?? ''),
    handler: (_request, _response, next) => next(new Problem('rate_limited', { retryAfterSeconds: 60 })),
  });
