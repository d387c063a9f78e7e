import * as z from 'zod';
import { Email, InvitationId, Name, PageQuery, Password, Person, page, Time } from './common.js';
import { Member } from './member.js';
import { pairingAlphabet } from './pairing-alphabet.js';
import { route } from './route.js';

export const Invitation = z
  .object({
    id: InvitationId,
    email: z.string(),
    role: z.literal('instructor'),
    state: z.enum(['waiting', 'accepted', 'revoked', 'expired']),
    invitedBy: Person,
    createdAt: Time,
    expiresAt: Time,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

/** 20 letters and digits (99 bits), as they are typed: in any case, with or without dashes. */
export const InvitationCode = z
  .string()
  .max(64)
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(new RegExp(`^[${pairingAlphabet}]{20}$`), 'must be 20 letters and digits'))
  .meta({ id: 'InvitationCode', examples: ['K7WP3-XQ9M2-VAH4T-R8NCE'] });

const params = z.object({ invitationId: InvitationId });

export const invitations = {
  /** Invites an instructor by mail. The code is in this reply and in the mail, and nowhere else. */
  create: route({
    method: 'POST',
    path: '/v1/invitations',
    summary: 'Invite an instructor',
    access: ['admin'],
    body: z.object({ email: Email }),
    response: z.object({ invitation: Invitation, code: z.string(), link: z.string() }),
    status: 201,
    errors: ['email_taken'],
  }),
  list: route({
    method: 'GET',
    path: '/v1/invitations',
    summary: 'List invitations, newest first',
    access: ['admin'],
    query: PageQuery,
    response: page(Invitation),
    paginated: true,
  }),
  /** Takes an invitation back. */
  revoke: route({
    method: 'POST',
    path: '/v1/invitations/:invitationId/revoke',
    summary: 'Revoke an invitation',
    access: ['admin'],
    params,
    response: Invitation,
    errors: ['invitation_invalid'],
  }),
  /** What a code invites to, for whoever holds it. */
  preview: route({
    method: 'POST',
    path: '/v1/invitations/preview',
    summary: 'Look at an invitation',
    access: ['public'],
    body: z.object({ code: InvitationCode }),
    response: z.object({ email: z.string(), institution: z.string(), role: z.literal('instructor'), expiresAt: Time }),
    errors: ['invitation_invalid'],
  }),
  /** Makes the instructor's account; the code is used up. */
  accept: route({
    method: 'POST',
    path: '/v1/invitations/accept',
    summary: 'Accept an invitation',
    access: ['public'],
    body: z.object({ code: InvitationCode, name: Name, password: Password }),
    response: Member,
    status: 201,
    errors: ['invitation_invalid', 'email_taken', 'password_common', 'password_personal'],
  }),
} as const;
