import type { Language } from '../language.js';
import { type BannerFont, openBannerFont } from './banner-font.js';
import type { Notice, Notifier } from './notice.js';
import { noticeTexts } from './notice-text.js';
import { romanise } from './romanise.js';
import { openX, type XConnection } from './x11-connection.js';

const bannerName = 'didacto-agent notice';

const padding = 8;
const colours = { back: 0x7a1f1f, text: 0xffffff };
/** ImageText16 takes no more. */
const longestText = 120;
/** Not faster: another window may want to be on top as well. */
const raiseAfterMs = 1_000;
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
  const text = textFor(font, notice, language);
  const { overallWidth } = await x.ask<{ overallWidth: number }>((cb) => client.QueryTextExtents(font.id, text, cb));
  const window = createWindow(x, { width: overallWidth + 2 * padding, height: font.ascent + font.descent + padding });
  const gc = client.AllocID();
  const { back, text: foreground } = coloursOf(x);
  client.CreateGC(gc, window, { foreground, background: back, font: font.id });
  await passMouseThrough(x, window);

  let raising: NodeJS.Timeout | undefined;
  client.on('event', ({ name, state }) => {
    if (name === 'Expose') client.ImageText16(window, gc, padding, padding / 2 + font.ascent, text);
    const isCovered = name === 'VisibilityNotify' && state !== 0;
    if (!isCovered || raising !== undefined) return;
    raising = setTimeout(() => {
      raising = undefined;
      client.RaiseWindow(window);
    }, raiseAfterMs);
    raising.unref();
  });
  client.on('end', () => clearTimeout(raising));
  client.MapWindow(window);
  const { mapState } = await x.ask<{ mapState: number }>((cb) => client.GetWindowAttributes(window, cb));
  return mapState === viewable;
}

function textFor(font: BannerFont, notice: Notice, language: Language): string {
  const text = font.hasHangul ? noticeTexts[language].visible(notice) : romanise(noticeTexts.en.visible(notice));
  return text.slice(0, longestText);
}

function createWindow({ client, screen, eventMask }: XConnection, size: { width: number; height: number }): number {
  const window = client.AllocID();
  const left = Math.max(0, Math.floor((screen.pixel_width - size.width) / 2));
  client.CreateWindow(window, screen.root, left, 0, size.width, size.height, 0, 0, inputOutput, 0, {
    // No window manager is to place, cover or iconify it.
    overrideRedirect: true,
    backgroundPixel: coloursOf({ screen }).back,
    eventMask: eventMask.Exposure | eventMask.VisibilityChange,
  });
  client.ChangeProperty(0, window, predefined.wmName, predefined.string, 8, bannerName);
  return window;
}

const coloursOf = ({ screen }: Pick<XConnection, 'screen'>): { back: number; text: number } =>
  screen.root_depth >= 24 ? colours : { back: screen.black_pixel, text: screen.white_pixel };

async function passMouseThrough({ ask, client }: XConnection, window: number): Promise<void> {
  try {
    const shape = await ask<Parameters<Parameters<typeof client.require>[1]>[1]>((cb) => client.require('shape', cb));
    shape.Rectangles(shape.Op.Set, shape.Kind.Input, window, 0, 0, []);
  } catch {
    // A server without the extension: the bar takes clicks, and does nothing with them.
  }
}
