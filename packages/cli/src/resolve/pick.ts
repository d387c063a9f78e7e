import { CliError } from '../cli-error.js';
import type { Cli } from '../context.js';
import { exitCodes } from '../exit-codes.js';
import type { TalkMessages } from '../i18n/talk.js';

/** Whether a text is an id of this prefix, so that nothing has to be looked up. */
export const isId = (prefix: string, text: string): boolean => new RegExp(`^${prefix}_[0-9a-z]{26}$`).test(text);

/** A typed name as names are stored. */
export const asName = (text: string): string => text.normalize('NFC').trim();

interface Candidate {
  readonly id: string;
  readonly names: readonly string[];
}

/** The id of the one candidate that is called so. @throws CliError not_found or ambiguous, the latter with the ids */
export function pick(
  cli: Cli,
  kind: keyof TalkMessages['kinds'],
  wanted: string,
  candidates: readonly Candidate[],
): string {
  const { talk } = cli.text;
  const name = asName(wanted);
  const ids = new Set(candidates.filter(({ names }) => names.some((one) => asName(one) === name)).map(({ id }) => id));
  const [first, second] = ids;
  if (first === undefined) throw new CliError('not_found', talk.notFound(talk.kinds[kind], wanted), exitCodes.refused);
  if (second === undefined) return first;
  throw new CliError('ambiguous', talk.ambiguous(talk.kinds[kind], wanted, [...ids].join(', ')), exitCodes.refused);
}
