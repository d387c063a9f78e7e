import * as z from 'zod';
import { Email } from './common.js';
import { Member } from './members.js';
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

export const sessions = {
  /** Signs in with e-mail and password. */
  signIn: route({
    method: 'POST',
    path: '/v1/sessions',
    summary: 'Sign in',
    access: ['public'],
    body: z.object({ email: Email, password: z.string().max(128) }),
    response: SessionTokens,
    status: 201,
    errors: ['credentials_wrong'],
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
  signOut: route({ method: 'DELETE', path: '/v1/sessions/current', summary: 'Sign out', access: ['member'] }),
} as const;
