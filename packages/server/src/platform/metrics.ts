import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

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
  const gauge: Metrics['gauge'] = (name, help, read) => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  processGauges(gauge);
  return {
    gauge,
    observeRequest: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    observePush: (transport, size) => {
      taken[transport].pictures++;
      taken[transport].bytes += size;
    },
    observeRefusedPush: (status) => refused.inc({ status: String(status) }),
    render: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}

/** Under prom-client's own names. Its default set also watches every garbage collection, which costs each push. */
function processGauges(gauge: Metrics['gauge']): void {
  const cpu = () => process.cpuUsage().user + process.cpuUsage().system;
  gauge('process_cpu_seconds_total', 'User and system CPU time, seconds', () => cpu() / 1e6);
  gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss());
  gauge('nodejs_heap_size_used_bytes', 'Used heap', () => process.memoryUsage().heapUsed);
  let before = performance.eventLoopUtilization();
  gauge('nodejs_eventloop_utilization', 'Share of time the event loop worked since the last look', () => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    return utilization;
  });
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
