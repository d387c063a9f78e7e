import { errors } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flood, rawExchange, rawRequest } from '../testing/raw-http.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';

const unknown = (prefix: string) => `${prefix}_${'0'.repeat(26)}`;
const json = { 'content-type': 'application/json' };

describe('requests', () => {
  let school: TestServer;
  let bearer: { authorization: string };
  beforeAll(async () => {
    school = await startTestServer();
    bearer = { authorization: `Bearer ${school.admin.accessToken}` };
  });
  afterAll(() => school.stop());

  const send = async (method: string, path: string, options: { headers?: object; body?: string | Buffer } = {}) => {
    const headers = { ...bearer, ...options.headers };
    const answer = await rawRequest(school.url + path, {
      method,
      headers,
      ...(options.body && { body: options.body }),
    });
    return { ...answer, problem: answer.text === '' ? {} : JSON.parse(answer.text) };
  };
  const post = (path: string, body: string | Buffer, headers: object = json) => send('POST', path, { body, headers });

  describe('a problem', () => {
    test('has type, title, status, code and the request’s id, as RFC 9457 has it', async () => {
      const { headers, problem, status } = await send('GET', '/v1/nothing', { headers: { 'x-request-id': 'my-id.1' } });
      expect(status).toBe(404);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(headers['x-request-id']).toBe('my-id.1');
      expect(problem).toEqual({
        type: 'https://didacto.dev/problems/not_found',
        title: errors.not_found.title.en,
        status: 404,
        code: 'not_found',
        requestId: 'my-id.1',
      });
    });

    test.each(['x y', 'a'.repeat(129), '<script>', ''])('takes no request id as %j', async (id) => {
      const { problem, headers } = await send('GET', '/v1/nothing', { headers: { 'x-request-id': id } });
      expect(problem.requestId).toMatch(/^req_[0-9a-f-]{36}$/);
      expect(headers['x-request-id']).toBe(problem.requestId);
    });

    test.each([
      ['ko', 'ko'],
      ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
      ['en;q=0.1, ko;q=0.9', 'ko'],
      ['en-US,en;q=0.9,ko;q=0.8', 'en'],
      ['ko;q=0, en;q=0.1', 'en'],
      ['fr', 'en'],
      ['kok, x-ko', 'en'],
      ['', 'en'],
    ] as const)('with accept-language %j is titled in %s', async (header, language) => {
      const { problem } = await send('GET', '/v1/nothing', { headers: { 'accept-language': header } });
      expect(problem.title).toBe(errors.not_found.title[language]);
    });

    test('names every field that is wrong', async () => {
      const { status, problem } = await post(
        '/v1/members',
        JSON.stringify({ email: 'x', password: 'short', name: '' }),
      );
      expect(status).toBe(422);
      expect(problem.errors.map(({ path }: { path: string }) => path)).toEqual(['email', 'password', 'name', 'role']);
    });
  });

  describe('a body', () => {
    test.each(['{', '{"name":', 'name', '"text"', 'null', '\u0000', '{"a":1}}'])(
      'that is %j is malformed',
      async (body) => {
        expect(await post('/v1/labs', body)).toMatchObject({ status: 400, problem: { code: 'malformed_json' } });
      },
    );

    test.each([{}, { name: 1 }, { name: null }, { name: ['x'] }, { name: { toString: 'x' } }, []])(
      'of the wrong types, %j, is not valid',
      async (body) => {
        expect(await post('/v1/labs', JSON.stringify(body))).toMatchObject({
          status: 422,
          problem: { code: 'validation_failed' },
        });
      },
    );

    test('nested without end is not valid, and nobody falls over', async () => {
      const deep = `{"name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
      expect((await post('/v1/labs', deep)).status).toBe(422);
    });

    test('that names __proto__ changes nothing', async () => {
      const { status } = await post('/v1/labs', '{"__proto__":{"name":"x"},"constructor":{"prototype":{"a":1}}}');
      expect(status).toBe(422);
      expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
    });

    test('with a field that is not known is served without it', async () => {
      const { status, problem } = await post('/v1/labs', JSON.stringify({ name: 'Known', id: unknown('lab') }));
      expect([status, problem.id === unknown('lab')]).toEqual([201, false]);
    });

    test.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'image/jpeg',
      'x',
    ])('of type %s is refused where JSON is wanted, not taken as empty', async (type) => {
      const refusal = { status: 415, problem: { code: 'unsupported_media_type' } };
      expect(await post('/v1/labs', '{"name":"x"}', { 'content-type': type })).toMatchObject(refusal);
      const patch = { body: '{"name":"x"}', headers: { 'content-type': type } };
      expect(await send('PATCH', '/v1/institution', patch)).toMatchObject(refusal);
    });

    test('without a type is refused', async () => {
      expect(await post('/v1/labs', '{"name":"x"}', {})).toMatchObject({ status: 415 });
    });

    test('in an unknown charset or encoding is refused', async () => {
      const type = { 'content-type': 'application/json; charset=klingon' };
      expect(await post('/v1/labs', '{"name":"x"}', type)).toMatchObject({ status: 415 });
      expect(await post('/v1/labs', '{"name":"x"}', { ...json, 'content-encoding': 'rot13' })).toMatchObject({
        status: 415,
      });
    });

    test('that is compressed and is none is malformed', async () => {
      const zipped = { ...json, 'content-encoding': 'gzip' };
      expect(await post('/v1/labs', 'not gzip', zipped)).toMatchObject({
        status: 400,
        problem: { code: 'malformed_json' },
      });
    });

    test('a little over 1 MB is too large', async () => {
      const body = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
      expect(await post('/v1/labs', body)).toMatchObject({ status: 413, problem: { code: 'payload_too_large' } });
    });

    test.each([
      ['JSON, announced', 'POST', '/v1/labs', { ...json, 'content-length': '52428800' }],
      ['JSON, in chunks', 'POST', '/v1/labs', { ...json, 'transfer-encoding': 'chunked' }],
      ['a picture', 'PUT', `/v1/lectures/${unknown('lec')}/screen`, { 'content-length': '52428800' }],
      ['for no route', 'POST', '/v1/nothing', { 'content-length': '52428800' }],
    ])('of 50 MB is never kept: %s', async (_, method, path, headers) => {
      const all = { ...bearer, 'content-type': 'image/jpeg', ...headers };
      const { status, peakBytes } = await flood(school.url + path, { method, headers: all, chunks: 800 });
      expect([404, 413, undefined]).toContain(status);
      expect(peakBytes).toBeLessThan(10 * 1024 * 1024);
      expect((await send('GET', '/healthz')).status).toBe(200);
    });
  });

  describe('a name', () => {
    test.each([
      ['terminal escapes', 'a\u001b[2Jb'],
      ['a bell', 'a\u0007'],
      ['C1 controls', 'a\u009b31m'],
      ['a line break', 'a\nb'],
      ['bidi overrides', 'a\u202eb'],
      ['bidi isolates', 'a\u2066b'],
      ['zero width', 'a\u200bb'],
      ['a byte order mark', 'a\ufeffb'],
      ['only blanks', ' \t '],
      ['81 characters', 'x'.repeat(81)],
    ])('with %s is refused', async (_, name) => {
      expect(await post('/v1/labs', JSON.stringify({ name }))).toMatchObject({
        status: 422,
        problem: { code: 'validation_failed', errors: [{ path: 'name' }] },
      });
    });

    test('is trimmed and composed, so that what looks the same is the same', async () => {
      expect((await post('/v1/labs', JSON.stringify({ name: ' 가나 ' }))).status).toBe(201);
      const decomposed = '가나'.normalize('NFD');
      expect(await post('/v1/labs', JSON.stringify({ name: decomposed }))).toMatchObject({
        problem: { code: 'lab_name_taken' },
      });
    });

    test('of quotes and semicolons is only a name', async () => {
      const name = `'); drop table labs; --`;
      expect((await post('/v1/labs', JSON.stringify({ name }))).problem).toMatchObject({ name });
    });
  });

  describe('an id', () => {
    test.each([
      `/v1/labs/${unknown('lab')}`,
      `/v1/devices/${unknown('dev')}`,
      `/v1/members/${unknown('mem')}`,
      `/v1/lectures/${unknown('lec')}`,
      `/v1/lessons/${unknown('les')}`,
      `/v1/enrollments/${unknown('enr')}`,
      `/v1/lectures/${unknown('lec')}/screens/${unknown('mem')}`,
    ])('that is not there: %s', async (path) => {
      expect(await send('GET', path)).toMatchObject({ status: 404, problem: { code: 'not_found' } });
    });

    test.each(['x', unknown('mem'), `lab_${'0'.repeat(25)}`, `lab_${'I'.repeat(26)}`, `${unknown('lab')}%00`, "'--"])(
      'that is none, %s, is not valid',
      async (id) => {
        expect(await send('GET', `/v1/labs/${encodeURI(id)}`)).toMatchObject({
          status: 422,
          problem: { code: 'validation_failed', errors: [{ path: 'labId' }] },
        });
      },
    );

    test('with a broken percent sign is not found', async () => {
      expect(await send('GET', '/v1/labs/%E0%A4%A')).toMatchObject({ status: 404 });
    });
  });

  test.each(['limit=0', 'limit=201', 'limit=x', 'limit=1.5', 'limit=1&limit=2', 'limit=', `cursor=${'x'.repeat(201)}`])(
    'a list asked with %s is not valid',
    async (query) => {
      expect(await send('GET', `/v1/labs?${query}`)).toMatchObject({ status: 422 });
    },
  );

  test.each(['zzz', "' or 1=1 --", '%', '\u0000'])(
    'a cursor made up as %j gives a page, not a fault',
    async (cursor) => {
      expect((await send('GET', `/v1/labs?cursor=${encodeURIComponent(cursor)}`)).status).toBe(200);
    },
  );

  describe('a method', () => {
    test.each([
      ['PUT', '/v1/labs', 'POST, GET, HEAD, OPTIONS'],
      ['POST', '/v1/members/me', 'GET, HEAD, PATCH, OPTIONS'],
      ['GET', '/v1/sessions', 'POST, OPTIONS'],
      ['DELETE', '/v1/institution', 'GET, HEAD, PATCH, OPTIONS'],
      ['GET', `/v1/lectures/${unknown('lec')}/screen`, 'PUT, OPTIONS'],
    ])('%s that %s does not take is answered with those it takes', async (method, path, allow) => {
      const answer = await send(method, path);
      expect(answer).toMatchObject({ status: 405, problem: { code: 'method_not_allowed' }, headers: { allow } });
      const options = await send('OPTIONS', path);
      expect(options).toMatchObject({ status: 204, headers: { allow }, text: '' });
    });

    test('HEAD answers like GET, without a body', async () => {
      const head = await send('HEAD', '/v1/labs');
      expect([head.status, head.text]).toEqual([200, '']);
      expect((await rawRequest(`${school.url}/v1/labs`, { method: 'HEAD' })).status).toBe(401);
    });

    test('on a path that is not there is not found', async () => {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'PROPFIND'])
        expect((await send(method, '/v1/nothing')).status).toBe(404);
    });
  });

  test('a path is taken exactly, so that no spelling of it slips past the limits of tries', async () => {
    for (const path of ['/v1/sessions/', '/V1/sessions', '//v1/sessions', '/v1/%73essions'])
      expect((await post(path, '{}')).status, path).toBe(404);
  });

  test('replies are not kept by any cache', async () => {
    expect((await send('GET', '/v1/labs')).headers['cache-control']).toBe('no-store');
  });

  describe('headers', () => {
    test.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'Bearer ', 'bearer', `Bearer ${'x'.repeat(9_000)}`])(
      'authorization %j is no identity',
      async (authorization) => {
        const answer = await rawRequest(`${school.url}/v1/labs`, { headers: { authorization } });
        expect(answer).toMatchObject({ status: 401 });
        expect(JSON.parse(answer.text)).toMatchObject({ code: 'token_invalid' });
      },
    );

    test.each([
      ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', '400'],
      ['more than 16 KiB', `GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, '431'],
      ['two lengths', 'POST /v1/labs HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx', '400'],
      [
        'length and chunks',
        'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0',
        '400',
      ],
      ['no HTTP at all', 'hello\r\n\r\n', '400'],
    ])('with %s are refused, and the connection is closed', async (_, bytes, status) => {
      expect(await rawExchange(school.url, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    });

    test('no reply says what it runs on', async () => {
      expect((await send('GET', '/v1/institution')).headers).not.toHaveProperty('x-powered-by');
    });
  });
});
