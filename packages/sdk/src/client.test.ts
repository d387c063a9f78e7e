import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createDidacto, type DidactoOptions } from './client.js';
import { ConnectionError, InsecureAddressError, TimeoutError } from './errors.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};
const problem = (response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}) =>
  json(response, status, { type: 'about:blank', title: code, status, code, requestId: 'req_1' }, headers);

describe('the client', () => {
  let server: Server | undefined;
  const serve = async (answer: Answer, options: Partial<DidactoOptions> = {}) => {
    server = createServer(answer);
    await new Promise<void>((ready) => server?.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const retry = { sleep: async () => undefined };
    return createDidacto({ baseUrl: `http://127.0.0.1:${port}`, retry, ...options });
  };
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  test('refuses a plain address that is not this machine', () => {
    expect(() => createDidacto({ baseUrl: 'http://didacto.example' })).toThrow(InsecureAddressError);
    expect(() => createDidacto({ baseUrl: 'http://127.0.0.1.example' })).toThrow(InsecureAddressError);
    expect(() => createDidacto({ baseUrl: 'https://didacto.example' })).not.toThrow();
  });

  test('calls fetch as nobody’s method, for browsers refuse that', async () => {
    const owners: unknown[] = [];
    const didacto = await serve((_, response) => json(response, 200, { name: '학교' }), {
      fetch(this: unknown, ...call: Parameters<typeof fetch>) {
        owners.push(this);
        return fetch(...call);
      },
    });
    await didacto.institution.get();
    expect(owners).toEqual([undefined]);
  });

  test('puts path parameters, query and body where they belong', async () => {
    const seen: string[] = [];
    const didacto = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${body}`);
        json(response, 200, { data: [], nextCursor: null });
      });
    });
    await didacto.lectures.update({ lectureId: 'lec_a/b', title: '자료 구조' });
    await didacto.lectures.list({ keyword: '자료', limit: 5 });
    expect(seen).toEqual([
      'PATCH /v1/lectures/lec_a%2Fb {"title":"자료 구조"}',
      `GET /v1/lectures?limit=5&keyword=${encodeURIComponent('자료')} `,
    ]);
  });

  test('walks all pages of a list, and only as far as asked', async () => {
    const asked: string[] = [];
    const didacto = await serve((request, response) => {
      asked.push(request.url ?? '');
      const second = request.url?.includes('cursor=next');
      json(response, 200, second ? { data: [3], nextCursor: null } : { data: [1, 2], nextCursor: 'next' });
    });
    expect(await didacto.labs.list().toArray()).toEqual([1, 2, 3]);
    expect(await didacto.labs.list().toArray({ limit: 2 })).toEqual([1, 2]);
    expect((await didacto.labs.list()).nextCursor).toBe('next');
    expect(asked).toHaveLength(4);
  });

  test('repeats a safe call after a broken connection or a busy server, and never one that may have happened', async () => {
    let calls = 0;
    const didacto = await serve((request, response) => {
      calls++;
      if (calls === 1) request.socket.destroy();
      else if (calls === 2) problem(response, 503, 'database_busy', { 'retry-after': '0' });
      else json(response, 200, { id: 'mem_1' });
    });
    expect(await didacto.members.me()).toEqual({ id: 'mem_1' });
    calls = 0;
    await expect(didacto.lectures.create({ title: 'once' })).rejects.toThrow(ConnectionError);
    expect(calls).toBe(1);
  });

  test('renews an expired token once for calls that fail together, and keeps the new pair', async () => {
    let refreshes = 0;
    const kept: string[] = [];
    const didacto = await serve(
      (request, response) => {
        if (request.url === '/v1/sessions/refresh') {
          refreshes++;
          return json(response, 200, { accessToken: 'new', refreshToken: 'r2' });
        }
        if (request.headers.authorization === 'Bearer new') return json(response, 200, { id: 'mem_1' });
        return problem(response, 401, 'token_expired');
      },
      {
        auth: {
          session: { accessToken: 'old', refreshToken: 'r1' },
          onChange: ({ refreshToken }) => void kept.push(refreshToken),
        },
      },
    );
    await Promise.all([didacto.members.me(), didacto.members.me(), didacto.members.me()]);
    expect(refreshes).toBe(1);
    expect(kept).toEqual(['r2']);
  });

  test('does not repeat a wrong password as if the token were at fault', async () => {
    let calls = 0;
    const didacto = await serve(
      (_request, response) => {
        calls++;
        problem(response, 401, 'credentials_wrong');
      },
      { auth: { session: { accessToken: 'a', refreshToken: 'r' } } },
    );
    await expect(didacto.members.withdraw({ password: 'no' })).rejects.toMatchObject({ code: 'credentials_wrong' });
    expect(calls).toBe(1);
  });

  test('gives up on a silent server in the time allowed, and on the caller’s own signal at once', async () => {
    const didacto = await serve(() => undefined, { retry: { retries: 0 } });
    await expect(didacto.members.me({}, { timeoutMs: 50 })).rejects.toThrow(TimeoutError);
    await expect(didacto.members.me({}, { signal: AbortSignal.abort(new Error('mine')) })).rejects.toThrow('mine');
  });

  test('gives a picture with its tag, and null while the tag stands', async () => {
    const didacto = await serve((request, response) => {
      if (request.headers['if-none-match'] === '"v1"') return response.writeHead(304).end();
      return response.writeHead(200, { etag: '"v1"', 'content-type': 'image/jpeg' }).end(Buffer.from([1, 2, 3]));
    });
    const of = { lectureId: 'lec_1', studentId: 'mem_1' };
    expect(await didacto.screens.picture(of)).toEqual({ etag: '"v1"', bytes: new Uint8Array([1, 2, 3]) });
    expect(await didacto.screens.picture(of, { etag: '"v1"' })).toBeNull();
  });

  test('makes an error of an answer that is not from the server', async () => {
    const didacto = await serve((_request, response) => response.writeHead(502).end('<html>bad gateway</html>'));
    await expect(didacto.members.me()).rejects.toMatchObject({ status: 502, code: 'internal_error' });
  });
});
