import type { Cli } from '../context.js';

/** Integer KRW as people here read it. */
export const won = ({ language }: Pick<Cli, 'language'>, amount: number): string => {
  const digits = amount.toLocaleString('en-US');
  return language === 'ko' ? `${digits}원` : `${digits} KRW`;
};
