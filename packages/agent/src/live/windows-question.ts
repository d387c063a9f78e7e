import { pumpMessages, windowApi } from '../notice/win32-window.js';

// winuser.h and wingdi.h. The window stays above others and never has the keyboard: what the student types is no answer.
const exStyle = 0x8 | 0x80 | 0x0800_0000; // topmost, tool window, no activate
const framed = 0x8040_0000; // popup, dialog frame
const shownChild = 0x5000_0000;
const showWithoutFocus = 4;
const message = { setFont: 0x30, leftDown: 0x201, leftTwice: 0x203 };
const [guiFont, logicalDpi] = [17, 90];
const [screenWidth, screenHeight] = [0, 1];

/** At 96 dots an inch. The question may take three lines. */
const size = { width: 420, height: 124, padding: 16, text: 48, button: 32 };

export interface QuestionTexts {
  readonly title: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
}

/** A question on the screen, with two buttons that cannot be pressed at first. */
export interface WindowsQuestion {
  enable(): void;
  close(): void;
}

/** @throws where there is no desktop */
export function showWindowsQuestion(texts: QuestionTexts, answered: (answer: boolean) => void): WindowsQuestion {
  const { title, question, yes, no } = texts;
  const api = windowApi();
  const scale = dotsAnInch() / 96;
  const px = (length: number): number => Math.round(length * scale);
  const { width, height, padding, text, button } = size;
  const left = Math.max(0, Math.floor((api.GetSystemMetrics(screenWidth) - px(width)) / 2));
  const top = Math.max(0, Math.floor((api.GetSystemMetrics(screenHeight) - px(height)) / 3));
  // The system's own class for dialogs, for its colours.
  const window = api.CreateWindowExW(
    ...([exStyle, '#32770', title, framed, left, top, px(width), px(height)] as const),
    ...nobody,
  );
  if (window === null) throw new Error('no window can be made here');
  const font = api.GetStockObject(guiFont) ?? 0n;
  const add = (className: string, label: string, style: number, x: number, y: number, wide: number, tall: number) => {
    const place = [px(x), px(y), px(wide), px(tall)] as const;
    const child = api.CreateWindowExW(0, className, label, shownChild | style, ...place, window, null, null, null);
    if (child === null) {
      api.DestroyWindow(window);
      throw new Error('no button can be made here');
    }
    api.SendMessageW(child, message.setFont, font, 1);
    return child;
  };
  const half = (width - 3 * padding) / 2;
  const row = padding + text + padding / 2;
  add('STATIC', question, 0, padding, padding, width - 2 * padding, text);
  const buttons = {
    yes: add('BUTTON', yes, 0, padding, row, half, button),
    no: add('BUTTON', no, 0, 2 * padding + half, row, half, button),
  };
  for (const one of Object.values(buttons)) api.EnableWindow(one, 0);
  // A press is taken before the button has it, which would ask for the keyboard.
  const stop = pumpMessages(window, (pressed, id) => {
    if (id !== message.leftDown && id !== message.leftTwice) return false;
    if (pressed === buttons.yes || pressed === buttons.no) answered(pressed === buttons.yes);
    return true;
  });
  api.ShowWindow(window, showWithoutFocus);
  return {
    enable: () => Object.values(buttons).forEach((one) => void api.EnableWindow(one, 1)),
    close() {
      stop();
      api.DestroyWindow(window);
    },
  };
}

const nobody = [null, null, null, null] as const;

function dotsAnInch(): number {
  const api = windowApi();
  const context = api.GetDC(null);
  const dots = api.GetDeviceCaps(context, logicalDpi);
  api.ReleaseDC(null, context);
  return dots > 0 ? dots : 96;
}
