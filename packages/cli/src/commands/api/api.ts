import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ApiError, ConnectionError, type Didacto, type ProblemBody } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import { readingFetch } from '../../client/dry-run.js';
import { headersIn } from '../../client/headers.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { safeJson } from '../../output/safe-text.js';
import { neededChoice, neededText, text } from '../../params.js';
import { keyOption } from '../payment/key.js';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export const api = command({
  name: 'api',
  summary: { en: 'Make one raw call, signed in as the profile is', ko: '프로필의 로그인으로 API를 직접 호출합니다' },
  args: {
    method: neededChoice('method', methods, { en: 'the method', ko: '메서드' }),
    path: neededText('path', { en: 'a path with its query, /v1/…', ko: '경로와 쿼리, /v1/…' }),
  },
  options: {
    body: text('json', {
      en: 'the body; @file reads it from a file, - from stdin',
      ko: '본문. @파일은 파일에서, -는 표준 입력에서',
    }),
    key: keyOption,
  },
  examples: [
    'didacto api GET "/v1/lectures?limit=5"',
    'didacto api POST /v1/labs --body \'{"name":"정보실 1"}\' --dry-run',
    'didacto api PATCH /v1/members/me --body @me.json --json',
    'didacto api POST /v1/orders --body @order.json --key spring-term-haeun',
  ],
  changes: true,
  run: async (cli, { method, path, body, key }) => {
    // Anything else could lead to another server, and the token with it.
    if (!/^\/v1\/[^\\]*$/.test(path)) throw usageError(cli.text.talk.pathNeeded);
    // Routes that move money need one; as with the other commands, each call is another where none is given.
    const { idempotencyKey = randomUUID() } = key;
    const response = await call(cli, { method, path, body: await readBody(cli, body), idempotencyKey });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!response.ok) throw problemOf(response, bytes);
    if (bytes.length === 0) return cli.out.data(null, () => [cli.text.talk.done]);
    if (!response.headers.get('content-type')?.includes('json')) {
      if (cli.host.stdout.isTTY || cli.out.json) throw usageError(cli.text.talk.noBytesHere);
      return cli.out.raw(bytes);
    }
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    cli.out.data(value, () => [safeJson(value, 2)]);
  },
});

async function readBody(cli: Cli, body: string | undefined): Promise<string | undefined> {
  if (body === undefined) return undefined;
  const json =
    body === '-'
      ? Buffer.from(await cli.readStdin()).toString('utf8')
      : body.startsWith('@')
        ? await readFile(body.slice(1), 'utf8')
        : body;
  try {
    JSON.parse(json);
  } catch {
    throw usageError(cli.text.talk.bodyNotJson);
  }
  return json;
}

interface RawCall {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly idempotencyKey: string;
}

async function call(cli: Cli, raw: RawCall): Promise<Response> {
  const client = await cli.api();
  const token = await client.tokens.token();
  const first = await send(cli, client, raw, token);
  if (first.status !== 401 || token === undefined) return first;
  const renewed = await client.tokens.renew(token);
  return renewed === undefined ? first : send(cli, client, raw, renewed);
}

async function send(
  cli: Cli,
  { baseUrl }: Didacto,
  { method, path, body, idempotencyKey }: RawCall,
  token: string | undefined,
): Promise<Response> {
  const fetch = cli.dryRun ? readingFetch(await cli.fetch()) : await cli.fetch();
  const url = new URL(baseUrl.pathname.replace(/\/$/, '') + path, baseUrl);
  try {
    return await fetch(url, {
      method,
      signal: AbortSignal.timeout(30_000),
      headers: {
        ...headersIn(cli.language),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(method === 'POST' && { 'idempotency-key': idempotencyKey }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    });
  } catch (cause) {
    throw new ConnectionError(`Could not reach ${baseUrl.origin}`, { cause });
  }
}

function problemOf({ status, statusText }: Response, bytes: Uint8Array): ApiError {
  const stranger: ProblemBody = {
    type: 'about:blank',
    title: `${status} ${statusText}`.trim(),
    status,
    code: 'internal_error',
  };
  try {
    const answer: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return new ApiError(isProblem(answer) ? answer : stranger);
  } catch {
    return new ApiError(stranger);
  }
}

/** As far as an error is shown; a code that is newer than this program is shown too. */
function isProblem(answer: unknown): answer is ProblemBody {
  if (typeof answer !== 'object' || answer === null) return false;
  const has = (key: string, type: string) => typeof Object.getOwnPropertyDescriptor(answer, key)?.value === type;
  return has('code', 'string') && has('title', 'string') && has('status', 'number');
}
