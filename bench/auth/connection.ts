import { Agent, type RequestOptions, request } from 'node:http';

export type Call = {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
};

/** One computer's keep-alive connection to a server. */
export class Connection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: URL;
  readonly #from: Pick<RequestOptions, 'localAddress'>;

  /** `from`: the address of its own that the computer calls from, such as 127.0.0.7. */
  constructor(url: string, from?: string) {
    this.#url = new URL(url);
    this.#from = from === undefined ? {} : { localAddress: from };
  }

  /** The status of the answer, once its body is read. */
  call({ method, path, headers = {}, body }: Call): Promise<number> {
    const { hostname, port } = this.#url;
    const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const type = sent && { 'content-type': 'application/json', 'content-length': sent.length };
    const options = { hostname, port, method, path, headers: { ...headers, ...type }, agent: this.#agent };
    return new Promise((resolve, reject) => {
      request({ ...options, ...this.#from }, (response) => {
        response
          .resume()
          .on('end', () => resolve(response.statusCode ?? 0))
          .on('error', reject);
      })
        .on('error', reject)
        .end(sent);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
