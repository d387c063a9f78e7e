import { once } from 'node:events';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePort, portOf, startMeter, wireBytes } from './tcp-meter.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that answers each byte with ten, behind a meter. */
async function metered() {
  const server = net.createServer((socket) =>
    socket.on('data', (data) => socket.write(Buffer.alloc(data.length * 10))),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const meter = await startMeter({ host: '127.0.0.1', port: portOf(server) });
  closing.push(() => meter.close());
  return meter;
}

test('both ways are counted for themselves', async () => {
  const meter = await metered();
  const socket = net.connect(meter.port, '127.0.0.1');
  socket.write(Buffer.alloc(1000));
  let received = 0;
  for await (const chunk of socket) {
    received += chunk.length;
    if (received === 10_000) break;
  }
  expect(meter.up).toEqual({ payload: 1000, segments: 1 });
  expect(meter.down.payload).toBe(10_000);
  expect(meter.down.segments).toBeGreaterThanOrEqual(7);
});

test('what goes on the wire is payload, headers and acknowledgements', () => {
  expect(wireBytes({ payload: 3000, segments: 3 }, { payload: 10, segments: 1 })).toBe(3000 + 4 * 52);
});

test('a client of a server that is not there is let go', async () => {
  const meter = await startMeter({ host: '127.0.0.1', port: await freePort() });
  closing.push(() => meter.close());
  const socket = net.connect(meter.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'close');
});
