import type { Cli } from '../context.js';
import type { Tone } from './style.js';

const tones: Readonly<Record<string, Tone>> = {
  on_sale: 'good',
  withdrawn: 'quiet',
  open: 'warn',
  paid: 'good',
  cancelled: 'quiet',
  not_started: 'quiet',
  executing: 'warn',
  requested: 'warn',
  pending: 'warn',
  unknown: 'bad',
  succeeded: 'good',
  declined: 'bad',
  expired: 'quiet',
  refunded: 'quiet',
  signed: 'good',
  refused: 'bad',
};

/** A word of the API about selling, as it is shown in this language; programs get the API's own. */
export const saleWord = (cli: Cli, value: string): string => {
  const words: Readonly<Record<string, string>> = cli.text.sales.words;
  return (Object.hasOwn(words, value) ? words[value] : undefined) ?? value;
};

export const saleTone = (value: string): Tone | undefined => (Object.hasOwn(tones, value) ? tones[value] : undefined);
