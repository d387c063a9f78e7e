import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  observeRequest(route: string, method: string, status: number, seconds: number): void;
  observePush(transport: 'http' | 'socket', bytes: number): void;
  observeRefusedPush(status: number): void;
  gauge(name: string, help: string, read: () => number): void;
  render(): Promise<{ type: string; text: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'didacto_http_seconds',
    help: 'HTTP requests by route',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  // Counted by hand: pictures come by the thousand, and a counter with labels costs more than to find their screen.
  const taken = { http: { pictures: 0, bytes: 0 }, socket: { pictures: 0, bytes: 0 } };
  const countTaken = (name: string, help: string, of: 'pictures' | 'bytes') =>
    new Counter({
      name,
      help,
      labelNames: ['transport'],
      registers,
      collect() {
        this.reset();
        this.inc({ transport: 'http' }, taken.http[of]);
        this.inc({ transport: 'socket' }, taken.socket[of]);
      },
    });
  countTaken('didacto_pushes_total', 'Pictures taken', 'pictures');
  countTaken('didacto_push_bytes_total', 'Bytes of pictures taken', 'bytes');
  const refused = new Counter({
    name: 'didacto_pushes_refused_total',
    help: 'Pictures refused, by status',
    labelNames: ['status'],
    registers,
  });
  return {
    observeRequest: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    observePush: (transport, size) => {
      taken[transport].pictures++;
      taken[transport].bytes += size;
    },
    observeRefusedPush: (status) => refused.inc({ status: String(status) }),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    render: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}

/** Metrics on a port of their own: loopback, or whoever holds the token. */
export function metricsServer(metrics: Metrics, token: string | undefined): Server {
  const expected = token === undefined ? undefined : Buffer.from(`Bearer ${token}`);
  const allowed = (header: string | undefined) => {
    if (expected === undefined) return true;
    const given = Buffer.from(header ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  return createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    if (!allowed(request.headers.authorization)) return void response.writeHead(401).end();
    metrics.render().then(
      ({ type, text }) => response.writeHead(200, { 'content-type': type }).end(text),
      () => response.writeHead(500).end(),
    );
  });
}
