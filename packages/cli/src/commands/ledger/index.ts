import { ledgerAccount } from './account.js';
import { ledgerBalance } from './balance.js';
import { ledgerEntries } from './entries.js';
import { ledgerVerify } from './verify.js';

export const ledger = [ledgerVerify, ledgerBalance, ledgerEntries, ledgerAccount];
