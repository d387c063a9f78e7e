import type { ProviderName } from '@didacto/sdk/contract';

/** `refunds` is contra income: what earnings were taken back, kept apart from `revenue`. */
export type AccountClass = 'asset' | 'liability' | 'income' | 'contra_income' | 'expense';

const classes = {
  /** Money in our own bank account: what a provider pays out. */
  cash: 'asset',
  /** What providers keep for their service. */
  fees: 'expense',
  vat: 'liability',
  revenue: 'income',
  refunds: 'contra_income',
  /** Tuition taken before it is taught. */
  tuition_advance: 'liability',
  /** Money that is not ours and has to go back. */
  payable: 'liability',
} as const satisfies Readonly<Record<string, AccountClass>>;

/** What a provider took for us and has not paid out: one account each. */
export type ReceivableAccount = `receivable:${ProviderName}`;
/** Accounts whose postings name the owner of the earnings. */
export type EarningsAccount = 'revenue' | 'refunds' | 'tuition_advance';
export type Account = keyof typeof classes | ReceivableAccount;

const earnings: readonly string[] = ['revenue', 'refunds', 'tuition_advance'] satisfies readonly EarningsAccount[];
const providers: readonly string[] = [
  'portone_v1',
  'portone_v2',
  'tosspayments',
  'kakaopay',
] satisfies readonly ProviderName[];

export const receivableOf = (provider: ProviderName): ReceivableAccount => `receivable:${provider}`;

export const isEarnings = (account: string): account is EarningsAccount => earnings.includes(account);

/** All there are. */
export const accountNames: readonly string[] = [
  ...Object.keys(classes),
  ...providers.map((provider) => `receivable:${provider}`),
];

/** The class of an account; undefined where there is no such account. */
export function classOf(account: string): AccountClass | undefined {
  const [name, provider, ...rest] = account.split(':');
  if (name === 'receivable')
    return provider !== undefined && providers.includes(provider) && rest.length === 0 ? 'asset' : undefined;
  return Object.entries(classes).find(([known]) => known === account)?.[1];
}
