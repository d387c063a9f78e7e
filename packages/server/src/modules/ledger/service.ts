import type { AccountBalance, LedgerVerification, Wallet } from '@didacto/sdk/contract';
import type { Database } from '../../platform/database.js';
import type { PageRequest } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import { accountNames, classOf } from './accounts.js';
import type { JournalEntry } from './journal-text.js';
import { type EntryFilter, ledgerStore } from './store.js';
import { verifyLedger } from './verify.js';

interface Page<Item> {
  readonly data: Item[];
  readonly nextCursor: string | null;
}

/** The ledger as people read it: from a balance to its entries, from an entry to its payment. */
export interface LedgerService {
  verify(): Promise<LedgerVerification>;
  /** The trial balance: it adds up to 0. */
  balance(): Promise<{ accounts: AccountBalance[]; total: number }>;
  /** Newest first. */
  entries(filter: Omit<EntryFilter, 'account'>): Promise<Page<JournalEntry>>;
  /** The entries of an account, newest first. @throws Problem not_found */
  account(account: string, request: PageRequest): Promise<Page<JournalEntry>>;
  /** @throws Problem not_found */
  entry(id: string): Promise<JournalEntry>;
  wallets(): Promise<Wallet[]>;
}

export function ledgerService({ db }: { readonly db: Database }): LedgerService {
  return {
    verify: async () => {
      const { findings, ...verification } = await verifyLedger(db);
      return { ...verification, findings: [...findings] };
    },
    balance: async () => {
      const accounts = await ledgerStore(db).balances();
      return { accounts, total: accounts.reduce((sum, { balance }) => sum + balance, 0) };
    },
    entries: (filter) => ledgerStore(db).page(filter),
    account: async (account, request) => {
      if (classOf(account) === undefined)
        throw new Problem('not_found', {
          detail: `There is no account ${account}; there are ${accountNames.join(', ')}`,
        });
      return ledgerStore(db).page({ account, ...request });
    },
    entry: async (id) => {
      const entry = await ledgerStore(db).byId(id);
      if (!entry) throw new Problem('not_found');
      return entry;
    },
    wallets: async () =>
      (await ledgerStore(db).earnings()).map(({ owner, wallet, ledger }) => ({
        owner,
        balance: wallet,
        ledgerBalance: ledger,
        matches: wallet === ledger,
      })),
  };
}
