import type { LedgerVerification } from '@didacto/sdk';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { exitCodes } from '../../exit-codes.js';
import { type Column, table } from '../../output/table.js';
import { ownerText } from './view.js';

export const ledgerVerify = command({
  name: 'verify',
  summary: {
    en: 'Check that the ledger is whole: chain, balance of each entry, wallets',
    ko: '원장이 온전한지 확인합니다: 해시 사슬, 전표마다 대차, 지갑',
  },
  details: {
    en: 'The server reads the whole ledger: every hash, every sum, and each wallet beside what the ledger says it earned. Exit code 0 where all of it holds, 1 where it does not.',
    ko: '서버가 원장 전체를 읽으며 모든 해시와 합계, 그리고 지갑마다 원장의 금액과 같은지 확인합니다. 모두 맞으면 종료 코드는 0, 아니면 1입니다.',
  },
  examples: ['didacto ledger verify', 'didacto ledger verify --json'],
  run: async (cli) => {
    const verification = await (await cli.api()).ledger.verify();
    cli.out.data(verification, () => lines(cli, verification));
    return verification.ok ? exitCodes.ok : exitCodes.failure;
  },
});

function lines(cli: Cli, { ok, entries, head, faults, findings }: LedgerVerification): string[] {
  const { ledger } = cli.text;
  const { paint, width } = cli.out;
  if (ok) return [paint('good', ledger.whole(entries, head.hash))];
  return [
    ...table(findings, findingColumns(cli), paint, width),
    '',
    paint('bad', ledger.notWhole(faults)),
    ...(findings.length < faults ? [ledger.firstOnly(findings.length)] : []),
  ];
}

function findingColumns(cli: Cli): Column<LedgerVerification['findings'][number]>[] {
  const { titles, faults } = cli.text.ledger;
  return [
    { title: titles.number, value: ({ seq, count }) => (count === 1 ? String(seq) : `${seq}-${seq + count - 1}`) },
    { title: titles.fault, value: ({ kind }) => faults[kind], tone: () => 'bad' },
    { title: titles.entries, value: ({ count }) => String(count) },
    { title: titles.owner, value: ({ owner }) => ownerText(cli, owner) },
  ];
}
