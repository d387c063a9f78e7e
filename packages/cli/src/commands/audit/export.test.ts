import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { auditPages, sampleLog } from '../../testing/audit-log.js';
import { Refusal } from '../../testing/fake-server.js';
import { newFolder, runCli } from '../../testing/run-cli.js';
import { serve } from '../../testing/world.js';

const log = sampleLog(7);
const server = (head = log.head()) =>
  serve({ 'GET /v1/audit/head': () => head, 'GET /v1/audit': auditPages(log.entries, 3) });

describe('audit export', () => {
  it('writes the head and every entry, oldest first, to a file that nobody else can read', async () => {
    const world = await server();
    const file = join(await newFolder(), 'audit.jsonl');
    const result = await runCli(['audit', 'export', file, '--json'], world);
    expect(JSON.parse(result.stdout)).toEqual({ file, entries: 7 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const [header, ...entries] = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(header ?? '')).toEqual({ auditExport: 1, filtered: false, head: log.head() });
    expect(entries.map((line) => JSON.parse(line))).toEqual(log.entries);
    const lists = world.seen.filter(({ path }) => path === '/v1/audit');
    expect(lists).toHaveLength(3);
    expect(lists[0]?.query.get('order')).toBe('asc');
    expect(lists[0]?.query.get('limit')).toBe('1000');
    expect(await runCli(['audit', 'export', file], world)).toMatchObject({ code: 6 });
  });

  it('leaves out what was written after the head that it names', async () => {
    const { seq, hash } = log.entries[3] ?? { seq: 0, hash: '' };
    const { stdout } = await runCli(['audit', 'export'], await server(log.head({ seq, hash })));
    expect(stdout.trimEnd().split('\n')).toHaveLength(1 + 4);
  });

  it('says so where a part is left out', async () => {
    const { stdout } = await runCli(['audit', 'export', '--action', 'member.suspended'], await server());
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({ filtered: true });
  });

  it('lets no spreadsheet run what a program calls itself', async () => {
    const world = await server();
    const { stdout } = await runCli(['audit', 'export', '--format', 'csv'], world);
    const rows: Record<string, string>[] = parse(stdout, { columns: true });
    expect(rows.map(({ seq }) => seq)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(rows[0]).toMatchObject({ client: "'=cmd", note: '메모', data: '{"count":1}', hash: log.entries[0]?.hash });
    expect(await runCli(['audit', 'export', '--format', 'csv', '--json'], world)).toMatchObject({ code: 2 });
  });

  it('leaves no half of a file', async () => {
    const pages = auditPages(log.entries, 3);
    const world = await serve({
      'GET /v1/audit/head': () => log.head(),
      'GET /v1/audit': (asked) => {
        if (asked.query.has('cursor')) throw new Refusal('forbidden');
        return pages(asked);
      },
    });
    const file = join(await newFolder(), 'audit.jsonl');
    expect(await runCli(['audit', 'export', file], world)).toMatchObject({ code: 5, stdout: '' });
    expect(await readdir(dirname(file))).toEqual([]);
  });
});
