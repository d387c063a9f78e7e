import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { connectExchange } from './connect-frame.js';

export interface SocketProxyOptions {
  /** The server. */
  readonly baseUrl: URL;
  /** Certificates to trust besides the usual ones, PEM. */
  readonly ca?: string;
  /** What this program calls itself. */
  readonly userAgent: string;
  /** Whether a page's token is the one that this page was given. */
  readonly isKey: (token: string) => boolean;
  /** The member's own token, which the page never sees. */
  readonly token: () => Promise<string>;
}

/** Carries one page's socket to the server, with the member's token in place of the page's. */
export async function proxySocket(options: SocketProxyOptions, request: IncomingMessage, page: Duplex): Promise<void> {
  page.on('error', () => page.destroy());
  const token = await options.token();
  const upstream = openUpstream(options, request);
  page.once('close', () => upstream.destroy());
  upstream.once('error', () => page.destroy());
  // The server answers like this where it takes no socket now.
  upstream.once('response', (answer) => {
    answer.resume();
    page.end(`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}\r\nconnection: close\r\n\r\n`);
  });
  upstream.once('upgrade', (answer, server: Duplex, head: Buffer) => {
    const headers = ['upgrade', 'connection', 'sec-websocket-accept'].map((name) => `${name}: ${answer.headers[name]}`);
    page.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('\r\n')}\r\n\r\n`);
    if (head.length > 0) page.write(head);
    join(page, server, (key) => (options.isKey(key) ? token : undefined));
  });
  upstream.end();
}

function openUpstream({ baseUrl, ca, userAgent }: SocketProxyOptions, { headers }: IncomingMessage) {
  const secure = baseUrl.protocol === 'https:';
  const send = secure ? httpsRequest : httpRequest;
  const url = new URL(`${baseUrl.pathname.replace(/\/$/, '')}/v1/socket/?EIO=4&transport=websocket`, baseUrl);
  return send(url, {
    agent: false,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'user-agent': userAgent,
      'sec-websocket-version': headers['sec-websocket-version'],
      'sec-websocket-key': headers['sec-websocket-key'],
      // Without extensions: the first message has to be read. No origin: to the server this is a program.
    },
    ...(secure && ca !== undefined && { ca: [...rootCertificates, ca] }),
  });
}

function join(page: Duplex, server: Duplex, exchange: (key: string) => string | undefined): void {
  const end = () => {
    page.destroy();
    server.destroy();
  };
  page.once('close', end);
  server.once('close', end).once('error', end);
  const pass = connectExchange(exchange);
  const onData = (chunk: Buffer) => {
    const passage = pass(chunk);
    if (passage.state === 'refused') return end();
    if (passage.bytes.length > 0) server.write(passage.bytes);
    if (passage.state !== 'connected') return;
    page.off('data', onData);
    page.pipe(server);
  };
  page.on('data', onData);
  server.pipe(page);
}
