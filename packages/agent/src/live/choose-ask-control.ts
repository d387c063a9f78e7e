import { languageOf } from '../language.js';
import type { AskControl } from './ask-control.js';
import { askByWindows } from './ask-windows.js';
import { askByX11 } from './ask-x11.js';

/** The way to ask on this system; where there is none, the answer is no. */
export function chooseAskControl(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): AskControl {
  const language = languageOf(env);
  if (platform === 'win32') return askByWindows(language);
  if (platform !== 'darwin' && env.DISPLAY) return askByX11({ display: env.DISPLAY, language });
  return async () => false;
}
