import type { Consent } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { yesNo } from '../../output/words.js';

const parts = ['screen', 'voice', 'camera'] as const satisfies readonly (keyof Consent)[];

export const consentColumns = (cli: Cli): Column<Consent>[] =>
  parts.map((part) => ({
    title: cli.text.columns.consents[part].toUpperCase(),
    value: (consent) => yesNo(cli, consent[part]),
  }));

/** What of it is allowed, as a list of words. */
export const allowed = (cli: Cli, consent: Consent): string =>
  parts
    .filter((part) => consent[part])
    .map((part) => cli.text.columns.consents[part])
    .join(', ') || '-';
