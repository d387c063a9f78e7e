import { styleText } from 'node:util';

/** Colours of meaning, so that a table and a message agree. */
export type Tone = 'good' | 'warn' | 'bad' | 'quiet' | 'strong' | 'accent' | 'screen';

/** Paints a text, or leaves it as it is where no colour is wanted. */
export type Paint = (tone: Tone, text: string) => string;

const formats: Readonly<Record<Tone, Parameters<typeof styleText>[0]>> = {
  good: 'green',
  warn: 'yellow',
  bad: 'red',
  quiet: 'dim',
  strong: 'bold',
  accent: 'cyan',
  screen: ['whiteBright', 'bgBlack'],
};

/** What decides about colour: https://no-color.org, https://force-color.org, a dumb terminal and what is no terminal. */
export function wantsColour(
  env: Readonly<Record<string, string | undefined>>,
  stream: { readonly isTTY?: boolean },
  refused: boolean,
): boolean {
  if (refused || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Paint for one stream. */
export const painter = (colour: boolean): Paint =>
  colour ? (tone, text) => styleText(formats[tone], text, { validateStream: false }) : (_, text) => text;
