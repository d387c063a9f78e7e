import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { httpDeliver } from './deliver.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a webhook over HTTP', () => {
  test('arrives with its headers and bytes, and its answer is the status', async () => {
    const seen: unknown[] = [];
    const url = await listening(async ({ method, url, headers }, response) => {
      seen.push({ method, url, type: headers['content-type'], id: headers['webhook-id'] });
      response.writeHead(503).end('not now');
    });
    const headers = { 'content-type': 'application/json', 'webhook-id': 'w1' };
    expect(await httpDeliver({ url: `${url}/v1/webhooks/portone_v2`, headers, body: '{"a":"가"}' })).toBe(503);
    expect(seen).toEqual([{ method: 'POST', url: '/v1/webhooks/portone_v2', type: 'application/json', id: 'w1' }]);
  });

  test('keeps the bytes of its body', async () => {
    let body = '';
    const url = await listening(async (request, response) => {
      body = await text(request);
      response.end();
    });
    await httpDeliver({ url, headers: {}, body: '{ "n" : "한빛" }' });
    expect(body).toBe('{ "n" : "한빛" }');
  });

  test.each([
    'https://api.school.example/v1/webhooks',
    'http://10.0.0.7/',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'http://0.0.0.0:7070/',
  ])('never leaves this machine for %s', async (url) => {
    await expect(httpDeliver({ url, headers: {}, body: '{}' })).rejects.toThrow('this machine only');
  });
});
