import * as z from 'zod';
import { AccessTokenId, MemberId, Name, PageQuery, Person, page, Time } from './common.js';
import { route } from './route.js';
import { Scope } from './scopes.js';

export const AccessToken = z
  .object({
    id: AccessTokenId,
    owner: Person,
    name: z.string(),
    /** How its text begins, to tell it from others. */
    hint: z.string(),
    scopes: z.array(Scope),
    createdAt: Time,
    expiresAt: Time,
    /** To the minute. */
    lastUsedAt: Time.nullable(),
    revokedAt: Time.nullable(),
  })
  .meta({ id: 'AccessToken', description: 'A token for programs, with scopes and an end' });
export type AccessToken = z.infer<typeof AccessToken>;

export const NewAccessToken = z.object({
  name: Name,
  scopes: z.array(Scope).min(1).max(Scope.options.length),
  expiresInDays: z.int().min(1).max(365).default(90),
});
export type NewAccessToken = z.infer<typeof NewAccessToken>;

/** The text, `dct_…`, is given here and never again. */
export const MadeAccessToken = z.object({ accessToken: AccessToken, text: z.string() });

const params = z.object({ tokenId: AccessTokenId });

export const accessTokens = {
  /** Makes a personal access token; it can never do more than its member can. */
  create: route({
    method: 'POST',
    path: '/v1/members/me/access-tokens',
    summary: 'Create an access token',
    access: ['self'],
    body: NewAccessToken.extend({ password: z.string().max(128) }),
    response: MadeAccessToken,
    status: 201,
    errors: ['credentials_wrong'],
  }),
  /** My access tokens, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/members/me/access-tokens',
    summary: 'List my access tokens',
    access: ['self'],
    query: PageQuery,
    response: page(AccessToken),
    paginated: true,
  }),
  /** Revokes one of mine: it and its sockets stop at once. */
  revoke: route({
    method: 'DELETE',
    path: '/v1/members/me/access-tokens/:tokenId',
    summary: 'Revoke my access token',
    access: ['self'],
    params,
  }),
  /** Everyone's access tokens, newest first. */
  listAll: route({
    method: 'GET',
    path: '/v1/access-tokens',
    summary: "List everyone's access tokens",
    access: ['admin'],
    query: PageQuery.extend({ memberId: MemberId.optional() }),
    response: page(AccessToken),
    paginated: true,
  }),
  /** Revokes anyone's. */
  revokeAny: route({
    method: 'DELETE',
    path: '/v1/access-tokens/:tokenId',
    summary: 'Revoke an access token',
    access: ['admin'],
    params,
  }),
} as const;
