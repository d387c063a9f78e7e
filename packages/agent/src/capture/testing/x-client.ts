import { createRequire } from 'node:module';

/** A rectangle of one colour (0xRRGGBB). */
export interface Paint {
  x: number;
  y: number;
  width: number;
  height: number;
  color: number;
}

/** An X client that draws on the root window. */
export interface XClient {
  /** Draws, and waits until the server has done it. */
  draw(...paints: Paint[]): Promise<void>;
  close(): void;
}

interface Client {
  AllocID(): number;
  CreateGC(gc: number, drawable: number, values: object): void;
  ChangeGC(gc: number, values: object): void;
  PolyFillRectangle(drawable: number, gc: number, coordinates: number[]): void;
  sync(): Promise<void>;
  on(event: 'error', listener: () => void): void;
  stream: { destroy(): void };
}

interface Display {
  client: Client;
  screen: [{ root: number }];
}

interface X11 {
  createClient(options: object, callback: (error: Error | undefined, display: Display) => void): Client;
}

export async function connectXClient(display: string): Promise<XClient> {
  const x11: X11 = createRequire(import.meta.url)('x11');
  const { client, screen } = await new Promise<Display>((resolve, reject) => {
    const connecting = x11.createClient({ display }, (error, opened) => (error ? reject(error) : resolve(opened)));
    connecting.on('error', () => undefined);
  });
  const { root } = screen[0];
  const gc = client.AllocID();
  client.CreateGC(gc, root, {});
  return {
    async draw(...paints) {
      for (const { x, y, width, height, color } of paints) {
        client.ChangeGC(gc, { foreground: color });
        client.PolyFillRectangle(root, gc, [x, y, width, height]);
      }
      await client.sync();
    },
    close: () => client.stream.destroy(),
  };
}
