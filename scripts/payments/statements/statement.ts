/** Why nothing here needs a statement, once for all of its kind. */
export const reasons = {
  billing: 'no key for recurring payments is kept: each payment is made by its buyer in the window',
  cashReceipts: 'cash receipts are asked for in the provider’s window; this server issues and cancels none',
  console: 'it is set, or seen, in the provider’s console alone',
  discounts: 'prices have no promotions, points or discounts of a provider',
  network: 'it is about the provider’s own network; nothing here is decided by an address or by its patience',
  notAsked: 'no call that is made here has it, and nothing here reads it',
  oldForm: 'it is of a form of the API before the one that is used',
  setting: 'it is a default of the settings; tests have an address of their own',
  unseen: 'it cannot be told from outside, so that no test of behaviour proves it',
} as const;

export type Reason = keyof typeof reasons;

/**
 * One statement of the provider contracts that payments are built on, in our own words: `section` and `tag` (`O`: the
 * provider’s own documentation, `C`: several independent sources) say where it stands, `tests` what holds us to it.
 */
export interface Statement {
  /** `§3.1`. */
  readonly section: string;
  readonly tag: 'O' | 'C';
  readonly what: string;
  /** Each `path/to/file.test.ts › its full title`; a title that ends in `…` names all that begin so. */
  readonly tests?: readonly string[];
  readonly notUsed?: Reason;
}

/** Makes the rows of one section and tag. */
export const statementsOf = (section: string, tag: Statement['tag']) => ({
  tested: (what: string, ...tests: readonly string[]): Statement => ({ section, tag, what, tests }),
  notUsed: (what: string, reason: Reason): Statement => ({ section, tag, what, notUsed: reason }),
});

const payments = 'packages/server/src/modules/payments';

/** Names tests of one suite of a file by their titles. */
export const testsAt =
  (file: string, suite?: string) =>
  (title: string): string =>
    `${payments}/${file}.test.ts › ${suite === undefined ? '' : `${suite} > `}${title}`;
