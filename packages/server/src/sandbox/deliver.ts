import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Deliver } from './kit/webhook-emitter.js';
import { isLoopback } from './loopback.js';

/** Until the whole answer is there: the least that one of the providers grants. */
const patienceMs = 10_000;

/** Posts a webhook to this machine, and to no other: a merchant's real address must hear nothing of a sandbox. */
export const httpDeliver: Deliver = async ({ url, headers, body }) => {
  const target = new URL(url);
  if (!isLoopback(target.hostname)) throw new Error(`The sandbox sends webhooks to this machine only, not to ${url}`);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(target, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: false,
      signal: AbortSignal.timeout(patienceMs),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      response.on('error', reject);
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    request.end(body);
  });
};
