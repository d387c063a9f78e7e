import type { AuditFinding, AuditVerification } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import { type Column, table } from '../../output/table.js';
import { word } from '../../output/words.js';

/** Shows what a verification found: each fault by its entry and kind. */
export function showVerification(
  cli: Cli,
  verification: AuditVerification,
  beside: { readonly serverKeyFingerprint: string; readonly savedCheckpoint: number | null },
): void {
  cli.out.data({ ...verification, ...beside }, () => lines(cli, verification));
}

function lines(cli: Cli, { ok, entries, erasedDetails, from, head, faults, findings }: AuditVerification): string[] {
  const { audit } = cli.text;
  const { paint, width } = cli.out;
  const facts = [
    ...(from > 1 ? [audit.dropped(from - 1)] : []),
    ...(erasedDetails > 0 ? [audit.erased(erasedDetails)] : []),
  ];
  if (ok) return [paint('good', audit.whole(entries, from, head.seq)), ...facts];
  return [
    ...table(findings, findingColumns(cli), paint, width),
    '',
    paint('bad', audit.faults(faults)),
    ...(findings.length < faults ? [audit.firstOnly(findings.length)] : []),
    ...facts,
  ];
}

function findingColumns(cli: Cli): Column<AuditFinding>[] {
  const { titles } = cli.text.columns;
  return [
    {
      title: titles.number,
      value: ({ seq, count }) => (count === 1 ? String(seq) : `${seq}-${seq + count - 1}`),
    },
    { title: titles.kind, value: ({ kind }) => word(cli, kind), tone: () => 'bad' },
    { title: titles.count, value: ({ count }) => String(count) },
    { title: titles.foundBy, value: ({ foundBy }) => word(cli, foundBy) },
  ];
}
