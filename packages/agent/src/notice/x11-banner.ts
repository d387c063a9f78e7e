import type { Language } from '../language.js';
import { type BannerFont, openBannerFont } from './banner-font.js';
import type { Notice, NoticeKind, Notifier } from './notice.js';
import { noticeWords } from './notice-text.js';
import { withLatinNames } from './romanise.js';
import { openX, type XConnection } from './x11-connection.js';
import { passMouseThrough, stayOnTop } from './x11-on-top.js';

const bannerName = 'didacto-agent notice';

const padding = 8;
const text = 0xffffff;
/** Each kind has a colour and a line of its own, so that none hides another. */
const kinds: Readonly<Record<NoticeKind, { back: number; line: number }>> = {
  wall: { back: 0x7a1f1f, line: 0 },
  live: { back: 0x1f3f8a, line: 1 },
  control: { back: 0xa04a00, line: 2 },
};
/** ImageText16 takes no more. */
const longestText = 120;
const predefined = { wmName: 39, string: 31 };
const [inputOutput, viewable] = [1, 2];

/** A small bar at the top of the screen, above all windows, through which the mouse passes. Needs no desktop. */
export function x11Banner({ display, language }: { display: string; language: Language }): Notifier {
  let x: XConnection | undefined;
  return {
    name: 'x11-banner',
    async show(notice, lost) {
      try {
        x = await openX(display, lost);
        return await draw(x, notice, language);
      } catch {
        // No display, or none that lets us in: another way has to do, or none does.
        x?.close();
        return false;
      }
    },
    async end() {
      x?.close();
      x = undefined;
    },
  };
}

async function draw(x: XConnection, notice: Notice, language: Language): Promise<boolean> {
  const { client } = x;
  const font = await openBannerFont(x);
  const words = textFor(font, notice, language);
  const kind = kinds[notice.kind ?? 'wall'];
  const { overallWidth } = await x.ask<{ overallWidth: number }>((cb) => client.QueryTextExtents(font.id, words, cb));
  const height = font.ascent + font.descent + padding;
  const { back, text: foreground } = coloursOf(x, kind.back);
  const window = createWindow(x, { width: overallWidth + 2 * padding, height }, kind.line * height, back);
  const gc = client.AllocID();
  client.CreateGC(gc, window, { foreground, background: back, font: font.id });
  await passMouseThrough(x, window);

  client.on('event', ({ name }) => {
    if (name === 'Expose') client.ImageText16(window, gc, padding, padding / 2 + font.ascent, words);
  });
  stayOnTop(x, window);
  client.MapWindow(window);
  const { mapState } = await x.ask<{ mapState: number }>((cb) => client.GetWindowAttributes(window, cb));
  return mapState === viewable;
}

function textFor(font: BannerFont, notice: Notice, language: Language): string {
  const words = font.hasHangul
    ? noticeWords(language, notice).visible(notice)
    : noticeWords('en', notice).visible(withLatinNames(notice));
  return words.slice(0, longestText);
}

function createWindow(
  { client, screen, eventMask }: XConnection,
  size: { width: number; height: number },
  top: number,
  back: number,
): number {
  const window = client.AllocID();
  const left = Math.max(0, Math.floor((screen.pixel_width - size.width) / 2));
  client.CreateWindow(window, screen.root, left, top, size.width, size.height, 0, 0, inputOutput, 0, {
    // No window manager is to place, cover or iconify it.
    overrideRedirect: true,
    backgroundPixel: back,
    eventMask: eventMask.Exposure | eventMask.VisibilityChange,
  });
  client.ChangeProperty(0, window, predefined.wmName, predefined.string, 8, bannerName);
  return window;
}

const coloursOf = ({ screen }: Pick<XConnection, 'screen'>, back: number): { back: number; text: number } =>
  screen.root_depth >= 24 ? { back, text } : { back: screen.black_pixel, text: screen.white_pixel };
