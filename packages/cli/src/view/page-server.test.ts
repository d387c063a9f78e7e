import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PageServer, startPageServer } from './page-server.js';

const target = { lectureId: 'lec_1', studentId: 'mem_1' };
const files = { html: '<p>page</p>', script: 'script', style: 'style' };

describe('the page server', () => {
  let server: PageServer;
  let origin: string;
  let ticket: string;
  const pages: number[] = [];
  const sockets: string[] = [];

  beforeEach(async () => {
    pages.length = 0;
    server = await startPageServer({
      files,
      target,
      iceServers: async () => ({ iceServers: [] }),
      renew: async () => false,
      openSocket: (request, socket) => {
        sockets.push(request.url ?? '');
        socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      },
      onPages: (open) => pages.push(open),
    });
    const url = new URL(server.url);
    [origin, ticket] = [url.origin, url.hash.slice(1)];
  });
  afterEach(() => server.close());

  const get = (path: string, key?: string) =>
    fetch(origin + path, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } });
  const enter = async () => {
    const response = await fetch(`${origin}/view/session`, { method: 'POST', body: ticket });
    const { key }: { key: string } = await response.json();
    return key;
  };
  /** The status of a request with headers that `fetch` does not let one set. */
  const status = (headers: Record<string, string>, path = '/') =>
    new Promise<number>((resolve, reject) => {
      const asked = httpRequest(origin + path, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on('error', reject).on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode ?? 0);
      });
      asked.end();
    });

  it('listens on this machine only, with its secret where no request carries it', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}$/);
  });

  it('lets nothing run but its own files', async () => {
    const response = await get('/');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect([await response.text(), await (await get('/page.js')).text()]).toEqual([files.html, files.script]);
  });

  it('takes its ticket once, and answers nothing without the key', async () => {
    const wrong = await fetch(`${origin}/view/session`, { method: 'POST', body: 'wrong' });
    expect(wrong.status).toBe(403);
    const key = await enter();
    expect((await fetch(`${origin}/view/session`, { method: 'POST', body: ticket })).status).toBe(403);
    expect(await (await get('/view/session', key)).json()).toEqual(target);
    const ice = `/v1/lectures/${target.lectureId}/ice-servers`;
    expect(await (await get(ice, key)).json()).toEqual({ iceServers: [] });
    for (const path of ['/view/session', '/view/presence', ice]) {
      expect((await get(path)).status).toBe(403);
      expect((await get(path, `${key}x`)).status).toBe(403);
    }
  });

  it('carries no other call to the server', async () => {
    const key = await enter();
    expect((await get('/v1/members/me', key)).status).toBe(404);
    expect((await get('/v1/lectures/lec_2/ice-servers', key)).status).toBe(404);
    const renewal = { method: 'POST', headers: { authorization: `Bearer ${key}` } };
    expect((await fetch(`${origin}/view/renewal`, renewal)).status).toBe(401);
  });

  it('answers no other name for this machine and no other site', async () => {
    expect(await status({})).toBe(200);
    expect(await status({ host: 'evil.example' })).toBe(403);
    expect(await status({ origin: 'http://evil.example' })).toBe(403);
    const socket = { connection: 'Upgrade', upgrade: 'websocket' };
    const path = '/v1/socket/?EIO=4&transport=websocket';
    expect(await status(socket, path)).toBe(403);
    expect(await status({ ...socket, origin: 'http://evil.example' }, path)).toBe(403);
    expect(sockets).toEqual([]);
    expect(await status({ ...socket, origin }, path)).toBe(101);
    expect(sockets).toEqual([path]);
  });

  it('knows how many pages are open, and asks them to leave when it ends', async () => {
    const response = await get('/view/presence', await enter());
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await reader?.read()).toMatchObject({ value: 'here\n' });
    const closing = server.close();
    expect(await reader?.read()).toMatchObject({ value: 'leave\n' });
    await closing;
    expect(pages).toEqual([1, 0]);
  });
});
