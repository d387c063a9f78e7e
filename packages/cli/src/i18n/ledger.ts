const en = {
  titles: {
    number: 'NO.',
    date: 'DATE',
    booked: 'BOOKED',
    what: 'WHAT',
    account: 'ACCOUNT',
    debit: 'DEBIT',
    credit: 'CREDIT',
    owner: 'OWNER',
    wallet: 'WALLET',
    ledger: 'LEDGER',
    same: 'THE SAME',
    payment: 'PAYMENT',
    refund: 'REFUND',
    order: 'ORDER',
    postings: 'POSTINGS',
    fault: 'FAULT',
    entries: 'ENTRIES',
    entry: 'ENTRY',
    hash: 'HASH',
  },
  kinds: {
    capture: 'paid',
    capture_reversed: 'deposit taken back',
    refund: 'refunded',
    owed_capture: 'paid, to be given back',
    owed_capture_reversed: 'deposit taken back, was to be given back',
    owed_refund: 'given back',
  },
  faults: {
    altered: 'altered',
    missing: 'missing',
    inserted: 'inserted',
    unbalanced: 'does not balance',
    wallet_differs: 'wallet differs from the ledger',
  },
  institution: 'institution',
  total: 'total',
  whole: (entries: number, hash: string) =>
    entries === 0
      ? 'The ledger is empty.'
      : `The ledger is whole: ${entries} ${entries === 1 ? 'entry' : 'entries'}, the last one ${hash}.`,
  notWhole: (count: number) => `The ledger is not whole: ${count} ${count === 1 ? 'fault' : 'faults'}.`,
  firstOnly: (count: number) => `Only the first ${count} are listed.`,
  walletsDiffer: (count: number) =>
    `${count} ${count === 1 ? 'wallet differs' : 'wallets differ'} from the ledger. Where it began: didacto ledger verify`,
  toEntries: (account: string) => `The entries of a balance: didacto ledger account ${account}`,
  toPayment: (payment: string) => `The payment of an entry: didacto payment get ${payment}`,
};

/** What the ledger's commands say. */
export type LedgerMessages = typeof en;

const ko: LedgerMessages = {
  titles: {
    number: '번호',
    date: '영업일',
    booked: '기록 시각',
    what: '내용',
    account: '계정',
    debit: '차변',
    credit: '대변',
    owner: '귀속',
    wallet: '지갑',
    ledger: '원장',
    same: '일치',
    payment: '결제',
    refund: '환불',
    order: '주문',
    postings: '분개',
    fault: '문제',
    entries: '전표 수',
    entry: '전표',
    hash: '해시',
  },
  kinds: {
    capture: '결제',
    capture_reversed: '입금 취소',
    refund: '환불',
    owed_capture: '돌려줄 결제',
    owed_capture_reversed: '돌려줄 입금의 취소',
    owed_refund: '돌려줌',
  },
  faults: {
    altered: '변조됨',
    missing: '빠짐',
    inserted: '끼워 넣음',
    unbalanced: '차변과 대변이 다름',
    wallet_differs: '지갑이 원장과 다름',
  },
  institution: '기관',
  total: '합계',
  whole: (entries, hash) =>
    entries === 0 ? '원장이 비어 있습니다.' : `원장이 온전합니다. 전표 ${entries}개, 마지막 전표 ${hash}.`,
  notWhole: (count) => `원장이 온전하지 않습니다. 문제 ${count}개.`,
  firstOnly: (count) => `처음 ${count}개만 보여 줍니다.`,
  walletsDiffer: (count) => `지갑 ${count}개가 원장과 다릅니다. 어디서 달라졌는지 보려면: didacto ledger verify`,
  toEntries: (account) => `잔액의 전표 보기: didacto ledger account ${account}`,
  toPayment: (payment) => `전표의 결제 보기: didacto payment get ${payment}`,
};

/** Texts of the ledger's commands by language. */
export const ledgerMessages = { en, ko };
