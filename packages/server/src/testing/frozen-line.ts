import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to the server that can stop carrying anything, as when a computer loses its power: nobody is told. */
export interface FrozenLine {
  readonly url: string;
  freeze(): void;
  close(): void;
}

export async function frozenLine(serverUrl: string): Promise<FrozenLine> {
  const { hostname, port } = new URL(serverUrl);
  const ends: Socket[] = [];
  let isFrozen = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.push(from);
      from.on('data', (bytes) => !isFrozen && to.write(bytes));
      from.on('close', () => !isFrozen && to.destroy());
      from.on('error', () => undefined);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    freeze: () => {
      isFrozen = true;
    },
    close: () => {
      for (const end of ends) end.destroy();
      server.close();
    },
  };
}
