import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';
import type { DidactoOptions } from '@didacto/sdk';

type Fetch = NonNullable<DidactoOptions['fetch']>;

/**
 * The SDK's calls over Node's own HTTP, which the socket has loaded anyway: a `fetch` brings undici and its
 * WebAssembly, memory that stays taken for the two calls of a sign-in.
 * @param ca PEM to trust besides the usual authorities
 */
export function httpFetch(ca: string | undefined): Fetch {
  // Read when it is needed: the list alone is a quarter of a megabyte.
  const trust = () => (ca === undefined ? {} : { ca: [...tls.rootCertificates, ca] });
  return (url, { method, headers, signal, body }) =>
    new Promise((resolve, reject) => {
      const answered = (response: http.IncomingMessage) => {
        const status = response.statusCode ?? 0;
        // Read at once, or an answer that breaks off unread would be an error that nobody hears.
        const read = text(response);
        read.catch(() => undefined);
        resolve({
          status,
          ok: status >= 200 && status < 300,
          statusText: response.statusMessage ?? '',
          headers: { get: (name) => response.headersDistinct[name.toLowerCase()]?.join(', ') ?? null },
          text: () => read,
          json: async () => JSON.parse(await read),
          arrayBuffer: async () => new TextEncoder().encode(await read).buffer,
        });
      };
      const given = { method, headers, signal };
      const call =
        url.protocol === 'https:'
          ? https.request(url, { ...given, ...trust() }, answered)
          : http.request(url, given, answered);
      call.on('error', reject);
      call.end(body);
    });
}
