import { once } from 'node:events';
import net from 'node:net';

/** What went one way through a meter. */
export type Flow = {
  /** Bytes that the program wrote. */
  payload: number;
  /** Ethernet-sized TCP segments that they would fill, each write counted for itself. */
  segments: number;
};

export type Meter = {
  port: number;
  /** From those who connect to the meter. */
  up: Flow;
  /** From the server behind it. */
  down: Flow;
  close(): Promise<void>;
};

/** IPv4 20, TCP 20, TCP timestamps 12. */
const HEADER_BYTES = 52;
/** An Ethernet packet of 1500 bytes less that header. */
const SEGMENT_BYTES = 1448;

/** The metric's name where `wireBytes` is shown: loopback has no packets worth counting, so the headers are reckoned. */
export const WIRE_METRIC = 'sent (payload + 52 B a segment and acknowledgement)';

/** Estimate of what a side put on the wire: its payload with headers, and one bare acknowledgement a received segment. */
export function wireBytes(sent: Flow, received: Flow): number {
  return sent.payload + HEADER_BYTES * (sent.segments + received.segments);
}

/** A proxy on loopback in front of a TCP port that counts what passes. */
export async function startMeter(target: { host: string; port: number }): Promise<Meter> {
  const up: Flow = { payload: 0, segments: 0 };
  const down: Flow = { payload: 0, segments: 0 };
  const open = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (client) => {
    const behind = net.connect({ ...target, noDelay: true });
    forward(client, behind, up);
    forward(behind, client, down);
    for (const socket of [client, behind]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    up,
    down,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function forward(from: net.Socket, to: net.Socket, flow: Flow): void {
  from.on('data', (chunk) => {
    flow.payload += chunk.length;
    flow.segments += Math.ceil(chunk.length / SEGMENT_BYTES);
  });
  from.pipe(to);
  // A side that breaks off takes the other with it, so that each sees what it would see without a meter.
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
}

/** The port a listening server was given. */
export function portOf(server: net.Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('server does not listen on a port');
  return address.port;
}

/** A port that was free just now, for programs that cannot pick one themselves. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}
