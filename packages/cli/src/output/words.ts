import type { Cli } from '../context.js';
import type { Tone } from './style.js';

const tones: Readonly<Record<string, Tone>> = {
  open: 'good',
  closed: 'quiet',
  active: 'good',
  ended: 'quiet',
  waiting: 'warn',
  accepted: 'good',
  rejected: 'bad',
  cancelled: 'quiet',
  left: 'quiet',
  removed: 'quiet',
  unpaired: 'warn',
  paired: 'good',
  revoked: 'bad',
  live: 'good',
  unchanged: 'good',
  no_display: 'warn',
  agent_lost: 'bad',
  never_connected: 'quiet',
  created: 'good',
  moved: 'good',
  skipped: 'quiet',
  in_use: 'good',
  suspended: 'bad',
  expired: 'quiet',
  refused: 'bad',
};

/** A word of the API as it is shown in this language; programs get the API's own. */
export const word = (cli: Cli, value: string): string => {
  const words: Readonly<Record<string, string>> = cli.text.columns.words;
  return (Object.hasOwn(words, value) ? words[value] : undefined) ?? value;
};

/** The colour of a word of the API. */
export const toneOf = (value: string): Tone | undefined => (Object.hasOwn(tones, value) ? tones[value] : undefined);

/** Yes or no. */
export const yesNo = (cli: Cli, value: boolean): string => (value ? cli.text.columns.yes : cli.text.columns.no);
