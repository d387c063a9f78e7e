import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSocket } from '@didacto/sdk/realtime';
import { afterEach, describe, expect, it } from 'vitest';
import { proxySocket } from './socket-proxy.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<URL> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** A page's way to a server that answers upgrades as it is told. */
async function pageTo(upstream: Server | URL) {
  const baseUrl = upstream instanceof URL ? upstream : await listen(upstream);
  const proxy = createServer();
  const options = {
    baseUrl,
    userAgent: 'didacto/test',
    isKey: (key: string) => key === 'key',
    token: async () => 'own',
  };
  proxy.on('upgrade', (request, socket) => void proxySocket(options, request, socket));
  return listen(proxy);
}

/** How a page's first try ends. */
const firstError = (page: URL): Promise<Error> =>
  new Promise((resolve) => {
    const socket = createSocket({ baseUrl: page.href, auth: async () => ({ token: 'key' }) });
    socket.io.reconnection(false);
    socket.on('connect_error', (error) => {
      socket.disconnect();
      resolve(error);
    });
    socket.connect();
  });

describe('proxySocket', () => {
  it('speaks to the server as a program: its own name, no origin, no extensions', async () => {
    const seen: IncomingMessage[] = [];
    const upstream = createServer();
    upstream.on('upgrade', (request, socket) => {
      seen.push(request);
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
    });
    await firstError(await pageTo(upstream));
    const [request] = seen;
    expect(request?.url).toBe('/v1/socket/?EIO=4&transport=websocket');
    expect(request?.headers).toMatchObject({ 'user-agent': 'didacto/test', upgrade: 'websocket' });
    expect(request?.headers).not.toHaveProperty('origin');
    expect(request?.headers).not.toHaveProperty('sec-websocket-extensions');
  });

  it('hands on that the server takes no socket, and hangs up where there is none', async () => {
    const busy = createServer((_, response) => response.writeHead(503).end());
    expect(await firstError(await pageTo(busy))).toBeInstanceOf(Error);
    expect(await firstError(await pageTo(new URL('http://127.0.0.1:1')))).toBeInstanceOf(Error);
  });
});
