import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request that `fetch` would not send, or not so. */
export function rawRequest(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<RawAnswer> {
  const { method = 'GET', headers, body } = options;
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, agent: false, ...(headers && { headers }) }, (response) => {
      const { statusCode = 0, headers: given } = response;
      text(response).then((all) => resolve({ status: statusCode, headers: given, text: all }), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Sends bytes as they are; everything that came back when the server closed the connection. */
export function rawExchange(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname, () => socket.write(bytes));
  return text(socket);
}

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');
/** What this process holds in buffers, without those that nobody holds any more. */
function heldBytes(): number {
  if (typeof collectGarbage === 'function') collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Sends `chunks` blocks of 64 KiB and goes on until an answer came or the connection ended; the answer's status, if any, and how much this process held in buffers meanwhile. */
export function flood(
  url: string,
  options: { method: string; headers: Record<string, string>; chunks: number },
): Promise<{ status: number | undefined; sent: number; peakBytes: number }> {
  const { method, headers, chunks } = options;
  const block = Buffer.alloc(64 * 1024, 0x20);
  const before = heldBytes();
  return new Promise((resolve) => {
    let [sent, peakBytes, status]: [number, number, number | undefined] = [0, 0, undefined];
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      status = response.statusCode;
      response.resume();
    });
    const finish = () => resolve({ status, sent, peakBytes });
    request.on('error', finish).on('close', finish);
    const send = () => {
      if (sent % 100 === 0) peakBytes = Math.max(peakBytes, heldBytes() - before);
      if (request.destroyed) return;
      if (sent === chunks) request.end();
      else {
        sent++;
        request.write(block, send);
      }
    };
    send();
  });
}
