import type { AuditEntry, AuditHead } from '@didacto/sdk';
import { entryLine, headerLine } from '../../audit/export-file.js';
import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { csvText } from '../../csv/write.js';
import { mustBeNew, writeWhole } from '../../output/new-file.js';
import { choice, flag, text } from '../../params.js';
import { csvRow, csvTitles } from './csv-rows.js';
import { filterOptions, isFiltered, queryOf } from './filters.js';

const formats = ['jsonl', 'csv'] as const;
type Format = (typeof formats)[number];

export const auditExport = command({
  name: 'export',
  summary: { en: 'Export the audit log, oldest first', ko: '감사 기록을 오래된 순으로 내보냅니다' },
  details: {
    en: 'JSONL begins with a line about the head of the log, then one entry a line; without filters, audit verify --file takes it. CSV is for spreadsheets: cells that one would run as a formula get an apostrophe. A file can be read by you alone; without one it goes to stdout.',
    ko: 'JSONL은 첫 줄에 기록의 끝을 적고 한 줄에 하나씩 씁니다. 필터 없이 내보낸 것은 audit verify --file로 확인할 수 있습니다. CSV는 스프레드시트용이며 수식으로 실행될 칸에는 작은따옴표를 붙입니다. 파일은 본인만 읽을 수 있고, 없으면 표준 출력에 씁니다.',
  },
  args: { file: text('file', { en: 'a file to write', ko: '저장할 파일' }) },
  options: {
    format: choice('format', formats, { en: 'jsonl (default) or csv', ko: 'jsonl (기본) 또는 csv' }),
    ...filterOptions,
    force: flag({ en: 'replace a file that is there', ko: '있는 파일을 덮어씁니다' }),
  },
  examples: [
    'didacto audit export audit.jsonl',
    'didacto audit export --format csv --from 2026-11-01 --to 2026-11-30 november.csv',
    'didacto audit export --action screen.viewed --json | wc -l',
  ],
  run: async (cli, { file, format = 'jsonl', force, ...filters }) => {
    if (file === undefined && cli.out.json && format !== 'jsonl') throw usageError(cli.text.audit.jsonlOnly);
    if (file !== undefined) await mustBeNew(cli, file, force);
    const query = await queryOf(cli, filters);
    const { audit } = await cli.api();
    const head = await audit.head();
    const pages = readPages(cli, head, (cursor) => audit.list({ ...query, order: 'asc', limit: 1_000, cursor }), file);
    const counted = { entries: 0 };
    const parts = written(pages, { head, format, filtered: isFiltered(query), counted });
    if (file === undefined) {
      for await (const part of parts) cli.out.raw(part);
      return;
    }
    await writeWhole(file, parts, { mode: 0o600 });
    cli.out.data({ file, ...counted }, () => [cli.text.audit.exported(file, counted.entries)]);
  },
});

type ListPage = (cursor: string | undefined) => PromiseLike<{ data: AuditEntry[]; nextCursor: string | null }>;

/** Page by page up to the head that was read before: what comes later would not fit it. */
async function* readPages(cli: Cli, { seq, base }: AuditHead, list: ListPage, file: string | undefined) {
  const from = base?.seq ?? 0;
  // A bar in the midst of the data would be of no use.
  const bar = cli.progress(file === undefined && cli.host.stdout.isTTY ? 0 : seq - from);
  try {
    for (let cursor: string | undefined; ; ) {
      const { data, nextCursor } = await list(cursor);
      const entries = data.filter((entry) => entry.seq <= seq);
      yield entries;
      bar.step((data.at(-1)?.seq ?? seq) - from);
      if (nextCursor === null || entries.length < data.length) return;
      cursor = nextCursor;
    }
  } finally {
    bar.end();
  }
}

interface Writing {
  readonly head: AuditHead;
  readonly format: Format;
  readonly filtered: boolean;
  /** Told how many there were. */
  readonly counted: { entries: number };
}

async function* written(pages: AsyncIterable<readonly AuditEntry[]>, { head, format, filtered, counted }: Writing) {
  yield format === 'csv' ? csvText([csvTitles]) : headerLine({ head, filtered });
  for await (const entries of pages) {
    counted.entries += entries.length;
    yield format === 'csv' ? csvText(entries.map(csvRow)) : entries.map(entryLine).join('');
  }
}
