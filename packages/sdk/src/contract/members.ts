import * as z from 'zod';
import { Email, line, MemberId, Name, PageQuery, Password, page } from './common.js';
import { Grade, Member, MemberState, Role } from './member.js';
import { MemberExport } from './member-export.js';
import { route } from './route.js';
import { Proof } from './verifications.js';

const params = z.object({ memberId: MemberId });

/** Why an admin acts: kept beside the audit log's entry, where it can be erased. */
const Note = z.object({ note: line(200).optional() });

export const members = {
  /** Makes a student's account for whoever proved to own its address. Other roles are invited, or made by an admin. */
  signUp: route({
    method: 'POST',
    path: '/v1/members/sign-up',
    summary: 'Sign up as a student',
    access: ['public'],
    body: z.object({ proof: Proof, password: Password, name: Name }),
    response: Member,
    status: 201,
    errors: ['proof_invalid', 'email_taken', 'password_common', 'password_personal'],
  }),
  /** Sets a new password for whoever proved to own the address; every sign-in and access token of the member ends. */
  resetPassword: route({
    method: 'POST',
    path: '/v1/members/reset-password',
    summary: 'Reset a password',
    access: ['public'],
    body: z.object({ proof: Proof, password: Password }),
    errors: ['proof_invalid', 'password_common', 'password_personal'],
  }),
  /** The signed-in member. */
  me: route({
    method: 'GET',
    path: '/v1/members/me',
    summary: 'Get me',
    access: ['member'],
    response: Member,
    anyToken: true,
    duringSetUp: true,
  }),
  /** Changes my name, or my password (which ends my other sign-ins). */
  updateMe: route({
    method: 'PATCH',
    path: '/v1/members/me',
    summary: 'Update me',
    access: ['self'],
    body: z
      .object({ name: Name.optional(), password: Password.optional(), currentPassword: z.string().max(128).optional() })
      .refine((body) => body.password === undefined || body.currentPassword !== undefined, {
        path: ['currentPassword'],
        message: 'is needed to change the password',
      }),
    response: Member,
    errors: ['credentials_wrong', 'password_common', 'password_personal'],
  }),
  /** Everything that is stored about me, in one document. */
  export: route({
    method: 'GET',
    path: '/v1/members/me/export',
    summary: 'Export what is stored about me',
    access: ['self'],
    response: MemberExport,
  }),
  /** Withdraws me: every sign-in ends at once, rosters are left, and what is personal about me is erased. */
  withdraw: route({
    method: 'POST',
    path: '/v1/members/me/withdraw',
    summary: 'Withdraw',
    access: ['self'],
    body: z.object({ password: z.string().max(128) }),
    errors: ['credentials_wrong', 'lesson_in_progress', 'last_admin'],
  }),
  /** Lists members, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/members',
    summary: 'List members',
    access: ['admin'],
    query: PageQuery.extend({
      role: Role.optional(),
      state: MemberState.optional(),
      keyword: z.string().max(100).optional(),
    }),
    response: page(Member),
    paginated: true,
  }),
  /** Makes an account of any role. */
  create: route({
    method: 'POST',
    path: '/v1/members',
    summary: 'Create a member',
    access: ['admin'],
    body: z.object({ email: Email, password: Password, name: Name, role: Role, grade: Grade.default('free') }),
    response: Member,
    status: 201,
    errors: ['email_taken', 'password_common', 'password_personal'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/members/:memberId',
    summary: 'Get a member',
    access: ['admin'],
    params,
    response: Member,
  }),
  /** Changes a member's name, grade or role. Another role ends the member's sign-ins, and closes lectures they may no longer own. */
  update: route({
    method: 'PATCH',
    path: '/v1/members/:memberId',
    summary: 'Update a member',
    access: ['admin'],
    params,
    body: z.object({ name: Name.optional(), grade: Grade.optional(), role: Role.optional() }),
    response: Member,
    errors: ['last_admin', 'own_account', 'lesson_in_progress'],
  }),
  /** Keeps a member out until they are restored: every sign-in and socket ends at once. */
  suspend: route({
    method: 'POST',
    path: '/v1/members/:memberId/suspend',
    summary: 'Suspend a member',
    access: ['admin'],
    params,
    body: Note,
    response: Member,
    errors: ['last_admin', 'own_account'],
  }),
  /** Lets a suspended member sign in again. */
  restore: route({
    method: 'POST',
    path: '/v1/members/:memberId/restore',
    summary: 'Restore a member',
    access: ['admin'],
    params,
    body: Note,
    response: Member,
  }),
  /** Ends every sign-in of a member. */
  endSessions: route({
    method: 'POST',
    path: '/v1/members/:memberId/end-sessions',
    summary: 'End the sign-ins of a member',
    access: ['admin'],
    params,
    response: z.object({ ended: z.int() }),
  }),
  /** Turns another member's second factor off, who lost it; they are told by mail. */
  resetSecondFactor: route({
    method: 'DELETE',
    path: '/v1/members/:memberId/second-factor',
    summary: 'Reset the second factor of a member',
    access: ['admin'],
    params,
    errors: ['second_factor_off', 'own_account'],
  }),
  /** Withdraws a member who cannot do it, and erases what is personal about them. */
  erase: route({
    method: 'POST',
    path: '/v1/members/:memberId/erase',
    summary: 'Erase a member',
    access: ['admin'],
    params,
    body: Note,
    errors: ['lesson_in_progress', 'last_admin', 'own_account'],
  }),
} as const;
