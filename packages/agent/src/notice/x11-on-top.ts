import type { XConnection } from './x11-connection.js';

/** Not faster: another window may want to be on top as well. */
const raiseAfterMs = 1_000;

/** Raises a window again when another covers it; the window must ask for changes of visibility. */
export function stayOnTop({ client }: XConnection, window: number): void {
  let raising: NodeJS.Timeout | undefined;
  client.on('event', ({ name, state }) => {
    const isCovered = name === 'VisibilityNotify' && state !== 0;
    if (!isCovered || raising !== undefined) return;
    raising = setTimeout(() => {
      raising = undefined;
      client.RaiseWindow(window);
    }, raiseAfterMs);
    raising.unref();
  });
  client.on('end', () => clearTimeout(raising));
}

export async function passMouseThrough({ ask, client }: XConnection, window: number): Promise<void> {
  try {
    const shape = await ask<Parameters<Parameters<typeof client.require>[1]>[1]>((cb) => client.require('shape', cb));
    shape.Rectangles(shape.Op.Set, shape.Kind.Input, window, 0, 0, []);
  } catch {
    // A server without the extension: the window takes clicks, and does nothing with them.
  }
}
