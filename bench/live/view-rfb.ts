import { openRfb, type RfbSession } from '../agent/rfb-client.js';
import { TightPixels } from './tight-pixels.js';
import { ageOf, codeOf, timeCode } from './time-code.js';

/** Some servers take a screen in parts: a code that is older was put together of two. */
const tornMs = 5_000;

/** Looks at a screen as a VNC viewer does, and reads its time code. */
export interface RfbView {
  /** Age of each picture when its pixels were there, since this was asked last; ms. */
  take(): number[];
  /** @throws what ended the view before */
  stop(): Promise<void>;
}

/** Asks for the next picture (tight) as soon as it has the one before, unpacks it, and shows it nowhere. */
export async function viewRfb(port: number): Promise<RfbView> {
  const session = await openRfb(port, 'viewer');
  const pixels = new TightPixels();
  let ages: number[] = [];
  let stopped = false;
  const failure = watch(session, pixels, (age) => ages.push(age)).catch((error: unknown) => {
    session.close();
    return stopped ? undefined : error;
  });
  return {
    take() {
      const taken = ages;
      ages = [];
      return taken;
    },
    async stop() {
      stopped = true;
      session.close();
      const error = await failure;
      pixels.close();
      if (error) throw error;
    },
  };
}

async function watch(session: RfbSession, pixels: TightPixels, seen: (age: number) => void): Promise<never> {
  const { bits, side } = timeCode;
  const squares = new Uint8Array(bits);
  let last = -1;
  session.ask(false);
  for (;;) {
    const rectangles = await session.update();
    session.ask(true);
    for (const rectangle of rectangles) {
      if (rectangle.tight === undefined) continue;
      const green = await pixels.unpack(rectangle, rectangle.tight);
      const { x, y, width, height } = rectangle;
      for (let bit = 0; bit < bits; bit++) {
        const [left, top] = [bit * side + side / 2 - x, side / 2 - y];
        if (left >= 0 && left < width && top >= 0 && top < height) squares[bit] = green(left, top);
      }
    }
    const code = codeOf(squares);
    const age = ageOf(code, Date.now());
    if (code !== last && age < tornMs) seen(age);
    last = code;
  }
}
