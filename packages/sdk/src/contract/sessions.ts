import * as z from 'zod';
import { Email, line, SessionId, Time } from './common.js';
import { Member } from './member.js';
import { route } from './route.js';

export const SessionTokens = z
  .object({
    accessToken: z.string(),
    /** Seconds from now. */
    expiresIn: z.int(),
    /** Used once: each refresh gives the next. A used one ends the session, for it was stolen. */
    refreshToken: z.string(),
    member: Member,
  })
  .meta({ id: 'SessionTokens' });
export type SessionTokens = z.infer<typeof SessionTokens>;

/** What a program calls itself, for the list of sign-ins. */
export const Client = line(80);

/** A code of the authenticator app, or a recovery code. */
export const SecondFactorCode = z
  .string()
  .max(40)
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^(\d{6}|[0-9A-Z]{12})$/, 'must be 6 digits, or a recovery code'));

export const Session = z
  .object({
    id: SessionId,
    client: z.string(),
    address: z.string(),
    createdAt: Time,
    lastUsedAt: Time,
    expiresAt: Time,
    /** Whether it is the one that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'Session', description: 'A sign-in of one program on one computer' });
export type Session = z.infer<typeof Session>;

export const sessions = {
  /** Signs in with e-mail and password, and the second factor where it is on. */
  signIn: route({
    method: 'POST',
    path: '/v1/sessions',
    summary: 'Sign in',
    access: ['public'],
    body: z.object({
      email: Email,
      password: z.string().max(128),
      code: SecondFactorCode.optional(),
      client: Client.optional(),
    }),
    response: SessionTokens,
    status: 201,
    errors: ['credentials_wrong', 'second_factor_needed', 'second_factor_wrong', 'member_suspended'],
  }),
  /** Gives new tokens for a refresh token. */
  refresh: route({
    method: 'POST',
    path: '/v1/sessions/refresh',
    summary: 'Refresh a session',
    access: ['public'],
    body: z.object({ refreshToken: z.string().max(200) }),
    response: SessionTokens,
    errors: ['session_ended'],
  }),
  /** Ends this session; its tokens and sockets stop at once. */
  signOut: route({
    method: 'DELETE',
    path: '/v1/sessions/current',
    summary: 'Sign out',
    access: ['self'],
    duringSetUp: true,
  }),
  /** My sign-ins, the one used last first; at most the newest 100. */
  list: route({
    method: 'GET',
    path: '/v1/members/me/sessions',
    summary: 'List my sign-ins',
    access: ['self'],
    response: z.object({ sessions: z.array(Session) }),
    duringSetUp: true,
  }),
  /** Ends one of my sign-ins. */
  end: route({
    method: 'DELETE',
    path: '/v1/members/me/sessions/:sessionId',
    summary: 'End one of my sign-ins',
    access: ['self'],
    params: z.object({ sessionId: SessionId }),
    duringSetUp: true,
  }),
  /** Signs me out everywhere: on every computer, or on every other one. */
  endAll: route({
    method: 'POST',
    path: '/v1/members/me/sessions/end',
    summary: 'Sign out everywhere',
    access: ['self'],
    body: z.object({ keepCurrent: z.boolean().default(false) }),
    response: z.object({ ended: z.int() }),
    duringSetUp: true,
  }),
} as const;
