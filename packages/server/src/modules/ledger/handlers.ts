import type { HandlersOf } from '../../http/handlers.js';
import type { JournalEntry } from './journal-text.js';
import type { LedgerService } from './service.js';

const toReply = ({ postings, ...entry }: JournalEntry) => ({
  ...entry,
  postings: postings.map(({ account, owner, amount }) => ({ account, owner, amount })),
});

export const ledgerHandlers = (service: LedgerService): HandlersOf<'ledger'> => {
  const shown = ({ data, nextCursor }: { readonly data: JournalEntry[]; readonly nextCursor: string | null }) => ({
    data: data.map(toReply),
    nextCursor,
  });
  return {
    verify: () => service.verify(),
    balance: () => service.balance(),
    account: async ({ params, query }) => shown(await service.account(params.account, query)),
    entries: async ({ query }) => shown(await service.entries(query)),
    entry: async ({ params }) => toReply(await service.entry(params.entryId)),
    wallets: async () => ({ wallets: await service.wallets() }),
  };
};
