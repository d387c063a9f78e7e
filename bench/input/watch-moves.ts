import type { Page } from 'playwright-core';
import type { Answer, Sent } from './times.js';

/** What a page sent and was answered, whichever way it went. */
export interface Seen {
  readonly sent: readonly Sent[];
  readonly answers: readonly Answer[];
}

export interface PageTimes {
  /** What was seen since this was asked last. */
  take(): Promise<Seen>;
  /** From now on moves go to a WebSocket server that sends them back. */
  echo(url: string): Promise<void>;
}

/** Looks into the messages of a page's moves. */
export async function watchMoves(page: Page): Promise<PageTimes> {
  // What tsx wraps around named functions is not in the page.
  await page.evaluate('globalThis.__name ??= (value) => value');
  await page.evaluate(watch);
  return {
    take: () => page.evaluate<Seen>('takeSeen()'),
    echo: (url) => page.evaluate(sendMoves, url),
  };
}

/** Runs in the page. */
function watch(): void {
  const decoder = new TextDecoder();
  let seen: { sent: Sent[]; answers: Answer[] } = { sent: [], answers: [] };
  let eventAt = 0;
  const now = () => performance.timeOrigin + performance.now();
  // What is longer is a part of a picture.
  const mostBytes = 400;
  const textOf = (data: unknown): string =>
    (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) && data.byteLength <= mostBytes
      ? decoder.decode(data)
      : '';
  const onMessage = (event: Event) => {
    const [, seq] = /"(?:played|seq)":(\d+)/.exec(event instanceof MessageEvent ? textOf(event.data) : '') ?? [];
    if (seq !== undefined) seen.answers.push({ seq: Number(seq), at: now() });
  };
  const known = new WeakSet<EventTarget>();
  for (const { prototype } of [RTCDataChannel, WebSocket]) {
    const { send } = prototype;
    prototype.send = function (this: EventTarget, data: unknown) {
      if (!known.has(this)) this.addEventListener('message', onMessage);
      known.add(this);
      const [, seq, x, y] = /"seq":(\d+),.*"x":([\d.e-]+),"y":([\d.e-]+)/.exec(textOf(data)) ?? [];
      if (seq !== undefined) seen.sent.push({ seq: Number(seq), at: eventAt, x: Number(x), y: Number(y) });
      Reflect.apply(send, this, [data]);
    };
  }
  const onMove = () => {
    eventAt = now();
  };
  addEventListener('pointermove', onMove, { capture: true });
  const takeSeen = () => {
    const taken = seen;
    seen = { sent: [], answers: [] };
    return taken;
  };
  Object.assign(globalThis, { takeSeen });
}

/** Runs in the page: what its own sender does with a move, with nothing behind it. */
async function sendMoves(url: string): Promise<void> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  let seq = 0;
  addEventListener('pointermove', ({ clientX, clientY }) => {
    seq += 1;
    const event = { type: 'move', x: clientX / innerWidth, y: clientY / innerHeight };
    socket.send(new TextEncoder().encode(JSON.stringify({ seq, controlId: 'ctl_'.padEnd(30, '0'), event })));
  });
}
