import type { SandboxHandler, SandboxReply, SandboxRequest } from '../kit/http.js';
import type { Attempts } from './attempts.js';
import { balanceReply } from './balance.js';
import type { cancellations } from './cancel.js';
import { done, httpError, noSuchPayment, unauthorized } from './envelope.js';
import type { V1Merchant } from './options.js';
import { type Parameters, readParameters } from './parameters.js';
import type { Preparations } from './prepare.js';
import type { queries } from './queries.js';
import type { Tokens } from './tokens.js';

interface ApiParts {
  readonly merchant: V1Merchant;
  readonly tokens: Tokens;
  readonly attempts: Attempts;
  readonly prepared: Preparations;
  readonly queries: ReturnType<typeof queries>;
  readonly cancel: ReturnType<typeof cancellations>['api'];
}

type Call = (parameters: Parameters, segments: readonly (string | undefined)[]) => SandboxReply;

interface Resource {
  readonly path: RegExp;
  readonly calls: Readonly<Record<string, Call>>;
}

/** The REST API. Its paths and forms are those of `api.iamport.kr`. */
export function api(parts: ApiParts): SandboxHandler {
  const resources = resourcesOf(parts);
  return async (request) => {
    const parameters = readParameters(request);
    if (parameters === null) return httpError(400, '요청 본문을 읽을 수 없습니다.');
    if (request.path === '/users/getToken') return getToken(parts, request, parameters);
    if (!tokensOf(request).some(parts.tokens.isValid)) return unauthorized();
    for (const { path, calls } of resources) {
      const match = path.exec(request.path);
      if (match === null) continue;
      const call = calls[request.method];
      const segments = match.slice(1).map((segment) => (segment ? decoded(segment) : undefined));
      return call === undefined ? notAllowed() : call(parameters, segments);
    }
    return httpError(404, '존재하지 않는 API입니다.');
  };
}

const notAllowed = (): SandboxReply => httpError(405, 'Method Not Allowed');

function getToken({ merchant, tokens }: ApiParts, { method }: SandboxRequest, parameters: Parameters): SandboxReply {
  if (method !== 'POST') return notAllowed();
  const isMerchant =
    parameters.text('imp_key') === merchant.impKey && parameters.text('imp_secret') === merchant.impSecret;
  return isMerchant ? done(tokens.issue()) : httpError(401, '인증에 실패하였습니다. API키와 secret을 확인하세요.');
}

/** All the ways a token may come: `Authorization` with or without `Bearer`, and two older ones. */
const tokensOf = ({ headers, query }: SandboxRequest): readonly string[] =>
  [
    headers.authorization?.replace(/^Bearer\s+/i, ''),
    headers['x-imptokenheader'],
    query.get('_token') ?? undefined,
  ].filter((token) => token !== undefined);

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** The first whose path fits: fixed names come before ids. */
const resourcesOf = ({ attempts, prepared, queries, cancel }: ApiParts): readonly Resource[] => [
  { path: /^\/payments\/?$/, calls: { GET: (parameters) => queries.several(parameters) } },
  { path: /^\/payments\/prepare$/, calls: { POST: prepared.register, PUT: prepared.change } },
  { path: /^\/payments\/prepare\/([^/]+)$/, calls: { GET: (_, [uid = '']) => prepared.show(uid) } },
  { path: /^\/payments\/cancel$/, calls: { POST: cancel } },
  {
    path: /^\/payments\/find\/([^/]+)(?:\/([^/]*))?$/,
    calls: { GET: (parameters, [uid = '', status]) => queries.find(uid, status, parameters) },
  },
  {
    path: /^\/payments\/findAll\/([^/]+)(?:\/([^/]*))?$/,
    calls: { GET: (parameters, [uid = '', status]) => queries.findAll(uid, status, parameters) },
  },
  {
    path: /^\/payments\/status\/([^/]+)$/,
    calls: { GET: (parameters, [status = '']) => queries.feed(status, parameters) },
  },
  {
    path: /^\/payments\/([^/]+)\/balance$/,
    calls: {
      GET: (_, [impUid = '']) => {
        const attempt = attempts.byImpUid(impUid);
        return attempt === undefined ? noSuchPayment() : balanceReply(attempt);
      },
    },
  },
  { path: /^\/payments\/([^/]+)$/, calls: { GET: (parameters, [impUid = '']) => queries.one(impUid, parameters) } },
];
