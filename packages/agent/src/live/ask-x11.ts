import type { Language } from '../language.js';
import { type BannerFont, openBannerFont } from '../notice/banner-font.js';
import type { Notice } from '../notice/notice.js';
import { withLatinNames } from '../notice/romanise.js';
import { openX, type XConnection } from '../notice/x11-connection.js';
import { type AskControl, askMs, deafMs } from './ask-control.js';
import { questionTexts } from './question-text.js';

export interface AskX11Options {
  readonly display: string;
  readonly language: Language;
}

const windowName = 'didacto-agent question';
const padding = 16;
const colours = { back: 0xf2f2f2, text: 0x101010, yes: 0x1f6f3a, no: 0x7a1f1f, onButton: 0xffffff };
const predefined = { wmName: 39, string: 31 };
const inputOutput = 1;

interface Button {
  readonly text: string;
  readonly left: number;
  readonly width: number;
  readonly colour: number;
  readonly answer: boolean;
}

interface Layout {
  readonly question: string;
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly buttonHeight: number;
  readonly buttons: readonly Button[];
}

/** A window in the middle of the screen with the question and two buttons. It needs no desktop, and takes no keys. */
export const askByX11 =
  ({ display, language }: AskX11Options): AskControl =>
  async (notice, signal) => {
    if (signal.aborted) return false;
    let end: (answer: boolean) => void = () => undefined;
    const answered = new Promise<boolean>((resolve) => {
      end = resolve;
    });
    const no = () => end(false);
    const timer = setTimeout(no, askMs);
    signal.addEventListener('abort', no, { once: true });
    let x: XConnection | undefined;
    try {
      x = await openX(display, no);
      await show(x, notice, language, end);
      return await answered;
    } catch {
      // No display, or none that lets us in: nobody was asked.
      return false;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', no);
      x?.close();
    }
  };

async function show(x: XConnection, notice: Notice, language: Language, end: (answer: boolean) => void): Promise<void> {
  const { client, screen, eventMask } = x;
  const font = await openBannerFont(x);
  const layout = await layOut(x, font, notice, language);
  const window = client.AllocID();
  const left = Math.max(0, Math.floor((screen.pixel_width - layout.width) / 2));
  const top = Math.max(0, Math.floor((screen.pixel_height - layout.height) / 3));
  client.CreateWindow(window, screen.root, left, top, layout.width, layout.height, 0, 0, inputOutput, 0, {
    overrideRedirect: true,
    backgroundPixel: colours.back,
    eventMask: eventMask.Exposure | eventMask.VisibilityChange | eventMask.ButtonPress,
  });
  client.ChangeProperty(0, window, predefined.wmName, predefined.string, 8, windowName);
  const draw = painter(x, window, font, layout);
  let shownAt = Number.POSITIVE_INFINITY;
  client.on('event', ({ name, x: across = 0, y: down = 0, state, keycode }) => {
    if (name === 'Expose') {
      draw();
      shownAt = Math.min(shownAt, performance.now());
    }
    if (name === 'VisibilityNotify' && state !== 0) client.RaiseWindow(window);
    if (name !== 'ButtonPress' || keycode !== 1 || performance.now() - shownAt < deafMs) return;
    const button = buttonAt(layout, across, down);
    if (button !== undefined) end(button.answer);
  });
  client.MapWindow(window);
}

async function layOut(x: XConnection, font: BannerFont, notice: Notice, language: Language): Promise<Layout> {
  const texts = questionTexts[font.hasHangul ? language : 'en'];
  const question = texts.question(font.hasHangul ? notice : withLatinNames(notice));
  const widthOf = async (text: string) =>
    (await x.ask<{ overallWidth: number }>((cb) => x.client.QueryTextExtents(font.id, text, cb))).overallWidth;
  const line = font.ascent + font.descent;
  const buttonHeight = line + padding;
  const width = Math.max(320, (await widthOf(question)) + 2 * padding);
  const buttonWidth = (width - 3 * padding) / 2;
  const button = (text: string, at: number, colour: number, answer: boolean): Button => ({
    ...{ text, colour, answer },
    left: Math.round(padding + at * (buttonWidth + padding)),
    width: Math.round(buttonWidth),
  });
  return {
    question,
    width,
    height: line + buttonHeight + 3 * padding,
    top: line + 2 * padding,
    buttonHeight,
    buttons: [button(texts.yes, 0, colours.yes, true), button(texts.no, 1, colours.no, false)],
  };
}

function painter({ client }: XConnection, window: number, font: BannerFont, layout: Layout): () => void {
  const { question, top, buttonHeight, buttons } = layout;
  const pen = (foreground: number, background: number) => {
    const gc = client.AllocID();
    client.CreateGC(gc, window, { foreground, background, font: font.id });
    return gc;
  };
  const plain = pen(colours.text, colours.back);
  const pens = buttons.map(({ colour }) => ({ fill: pen(colour, colour), text: pen(colours.onButton, colour) }));
  return () => {
    client.ImageText16(window, plain, padding, padding + font.ascent, question);
    for (const [i, { left, width, text }] of buttons.entries()) {
      const gc = pens[i];
      if (gc === undefined) continue;
      client.PolyFillRectangle(window, gc.fill, [left, top, width, buttonHeight]);
      client.ImageText16(window, gc.text, left + padding, top + padding / 2 + font.ascent, text);
    }
  };
}

const buttonAt = ({ buttons, top, buttonHeight }: Layout, x: number, y: number): Button | undefined =>
  buttons.find(({ left, width }) => x >= left && x < left + width && y >= top && y < top + buttonHeight);
