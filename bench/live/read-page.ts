import type { Page } from 'playwright-core';
import { ageOf, timeCode } from './time-code.js';

/** What a browser showed for a while. */
export interface Shown {
  /** Age of each picture when the page first had it on its canvas or video, ms. */
  readonly ages: readonly number[];
  readonly seconds: number;
}

/** Reads the time code of what a page shows, at each of the browser's own frames. */
export async function readShown(page: Page, seconds: number): Promise<Shown> {
  const seen = await page.evaluate(watchCodes, { ...timeCode, seconds });
  return { ages: seen.map(([code, at]) => ageOf(code, at)), seconds };
}

/** Runs in the page. */
function watchCodes({ bits, side, seconds }: { bits: number; side: number; seconds: number }) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [bits, 1];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const end = performance.now() + seconds * 1_000;
  const seen: [code: number, at: number][] = [];
  let last = -1;
  return new Promise<[code: number, at: number][]>((resolve) => {
    const look = () => {
      const shown = [...document.querySelectorAll<HTMLCanvasElement | HTMLVideoElement>('#tiles, #video')].find(
        (one) => !one.hidden,
      );
      if (shown && context) {
        // The middle of each square, so that its edges do not matter.
        for (let bit = 0; bit < bits; bit++)
          context.drawImage(shown, bit * side + side / 2, side / 2, 1, 1, bit, 0, 1, 1);
        const { data } = context.getImageData(0, 0, bits, 1);
        let code = 0;
        for (let bit = 0; bit < bits; bit++) if ((data[bit * 4 + 1] ?? 0) > 128) code |= 1 << bit;
        if (code !== last) seen.push([code, Date.now()]);
        last = code;
      }
      if (performance.now() < end) requestAnimationFrame(look);
      else resolve(seen);
    };
    requestAnimationFrame(look);
  });
}
