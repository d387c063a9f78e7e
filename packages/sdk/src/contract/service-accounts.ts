import * as z from 'zod';
import { MadeAccessToken, NewAccessToken } from './access-tokens.js';
import { MemberId, Name, PageQuery, page, Time } from './common.js';
import { MemberState, Role } from './member.js';
import { route } from './route.js';

export const ServiceAccount = z
  .object({ id: MemberId, name: z.string(), role: Role, state: MemberState, createdAt: Time })
  .meta({ id: 'ServiceAccount', description: "An integrator's account: no password, only access tokens" });
export type ServiceAccount = z.infer<typeof ServiceAccount>;

const params = z.object({ memberId: MemberId });

export const serviceAccounts = {
  create: route({
    method: 'POST',
    path: '/v1/service-accounts',
    summary: 'Create a service account',
    access: ['admin'],
    body: z.object({ name: Name, role: Role.exclude(['student']) }),
    response: ServiceAccount,
    status: 201,
  }),
  list: route({
    method: 'GET',
    path: '/v1/service-accounts',
    summary: 'List service accounts, newest first',
    access: ['admin'],
    query: PageQuery,
    response: page(ServiceAccount),
    paginated: true,
  }),
  /** Makes a token of it. */
  createToken: route({
    method: 'POST',
    path: '/v1/service-accounts/:memberId/access-tokens',
    summary: 'Create an access token of a service account',
    access: ['admin'],
    params,
    body: NewAccessToken,
    response: MadeAccessToken,
    status: 201,
  }),
  /** Ends it with all its tokens; what it did stays on record. */
  remove: route({
    method: 'DELETE',
    path: '/v1/service-accounts/:memberId',
    summary: 'Remove a service account',
    access: ['admin'],
    params,
    errors: ['lesson_in_progress'],
  }),
} as const;
