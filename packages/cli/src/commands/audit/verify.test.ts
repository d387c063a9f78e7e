import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry, AuditFinding, AuditHead } from '@didacto/sdk';
import { describe, expect, it } from 'vitest';
import { auditPages, type SampleLog, sampleLog } from '../../testing/audit-log.js';
import { newFolder, runCli } from '../../testing/run-cli.js';
import { sampleInstitution } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

const log = sampleLog(8);
const institution = (serverKey: string) => ({ 'GET /v1/institution': () => ({ ...sampleInstitution, serverKey }) });

interface Shown {
  readonly entries?: readonly AuditEntry[];
  readonly head?: AuditHead;
}

const server = ({ entries = log.entries, head = log.head() }: Shown = {}) =>
  serve({
    ...institution(log.serverKey),
    'GET /v1/audit/head': () => head,
    'GET /v1/audit': auditPages(entries, 3),
  });

/** Verifies a log that a server shows, and gives what was found. */
async function verify(shown: Shown, ...argv: string[]) {
  const result = await runCli(['audit', 'verify', '--json', ...argv], await server(shown));
  return { code: result.code, ...JSON.parse(result.stdout) };
}

const finding = (seq: number, kind: AuditFinding['kind'], foundBy: AuditFinding['foundBy'] = 'chain', count = 1) => ({
  seq,
  kind,
  count,
  foundBy,
});

/** The log with one entry changed. */
const changed = (seq: number, change: (entry: AuditEntry) => AuditEntry) =>
  log.entries.map((entry) => (entry.seq === seq ? change(entry) : entry));

describe('audit verify', () => {
  it('ends with 0 where the log is whole, and says with which key', async () => {
    expect(await verify({})).toMatchObject({ code: 0, ok: true, entries: 8, from: 1, faults: 0, findings: [] });
    const text = await runCli(['audit', 'verify', '--lang', 'ko'], await server());
    expect(text.stdout).toContain('8개, 1번부터 8번까지');
    expect(text.stderr).toMatch(/([0-9a-f]{4}-){4}[0-9a-f]{4}/);
    expect(await verify({ entries: [], head: { ...sampleLog(0).head() } })).toMatchObject({ code: 0, entries: 0 });
  });

  it.each<[string, Shown, AuditFinding[]]>([
    [
      'an altered entry',
      { entries: changed(4, (entry) => ({ ...entry, action: 'member.restored' })) },
      [finding(4, 'altered')],
    ],
    ['a missing entry', { entries: log.entries.filter(({ seq }) => seq !== 5) }, [finding(5, 'missing')]],
    ['missing entries at the end', { entries: log.entries.slice(0, 6) }, [finding(7, 'missing', 'head', 2)]],
    [
      'an entry that was put in',
      { entries: log.entries.flatMap((entry) => (entry.seq === 2 ? [entry, entry] : [entry])) },
      [finding(2, 'inserted')],
    ],
    [
      'an altered note',
      {
        entries: changed(3, (entry) => ({ ...entry, detail: entry.detail && { ...entry.detail, note: '다른 메모' } })),
      },
      [finding(3, 'detail_altered')],
    ],
  ])('ends with 1 and names %s', async (_, shown, findings) => {
    expect(await verify(shown)).toMatchObject({ code: 1, ok: false, faults: 1, findings });
  });

  it('shows the findings to people', async () => {
    const world = await server({ entries: log.entries.filter(({ seq }) => seq !== 5 && seq !== 6) });
    const { code, stdout } = await runCli(['audit', 'verify', '--lang', 'ko'], world);
    expect(code).toBe(1);
    expect(stdout).toMatch(/5-6 +빠짐 +2 +사슬/);
  });

  it('takes no log that was signed by another key', async () => {
    const { code, findings } = await verify({}, '--server-key', sampleLog(0).serverKey);
    expect(code).toBe(1);
    expect(findings[0]).toEqual(finding(1, 'signature_invalid'));
    const nonsense = await runCli(['audit', 'verify', '--server-key', 'x'], await server());
    expect(nonsense).toMatchObject({ code: 2 });
  });

  it('knows that old entries were dropped by a signed checkpoint, and tells that details were erased', async () => {
    const head = log.head({ base: log.checkpoint('dropped', 2) });
    const entries = changed(3, (entry) => ({ ...entry, detail: null })).slice(2);
    const whole = await verify({ head, entries });
    expect(whole).toMatchObject({ code: 0, entries: 6, from: 3, erasedDetails: 1 });
    const forged = log.head({ base: { ...log.checkpoint('dropped', 3), signature: 'AAAA' } });
    expect(await verify({ head: forged, entries: entries.slice(1) })).toMatchObject({ code: 1 });
  });

  it('reads on where the log grows meanwhile', async () => {
    let asks = 0;
    const world = await serve({
      ...institution(log.serverKey),
      // The head is read before the first and after the last entry.
      'GET /v1/audit/head': () => (asks++ === 0 ? log.head({ seq: 4, hash: log.entries[3]?.hash ?? '' }) : log.head()),
      'GET /v1/audit': (asked) => auditPages(asks < 2 ? log.entries.slice(0, 5) : log.entries, 3)(asked),
    });
    const result = await runCli(['audit', 'verify', '--json'], world);
    expect(JSON.parse(result.stdout)).toMatchObject({ ok: true, entries: 8 });
  });

  it('begins again where old entries are dropped under the reading', async () => {
    let asks = 0;
    const base = log.checkpoint('dropped', 4);
    const world = await serve({
      ...institution(log.serverKey),
      'GET /v1/audit/head': () => (asks++ === 0 ? log.head() : log.head({ base })),
      'GET /v1/audit': auditPages(log.entries.slice(4), 3),
    });
    const result = await runCli(['audit', 'verify', '--json'], world);
    expect(JSON.parse(result.stdout)).toMatchObject({ ok: true, entries: 4, from: 5 });
  });
});

describe('a checkpoint that was kept', () => {
  const head = log.head({ anchor: log.checkpoint('reached', 6) });

  it('proves that nothing was rolled back since', async () => {
    const file = join(await newFolder(), 'audit.checkpoint');
    expect(await verify({ head }, '--save-checkpoint', file)).toMatchObject({ code: 0, savedCheckpoint: 6 });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(log.checkpoint('reached', 6));
    expect(await verify({ head }, '--checkpoint', file)).toMatchObject({ code: 0 });
    // All that the server shows was taken back, its own checkpoint too.
    const rolledBack = {
      entries: log.entries.slice(0, 4),
      head: { ...log.head(), seq: 4, hash: log.entries[3]?.hash ?? '' },
    };
    expect(await verify(rolledBack)).toMatchObject({ code: 0 });
    const found = await verify(rolledBack, '--checkpoint', file, '--save-checkpoint', file);
    expect(found).toMatchObject({
      code: 1,
      savedCheckpoint: null,
      findings: [finding(5, 'missing', 'checkpoint', 2)],
    });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ seq: 6 });
  });

  it('is not replaced by an older one', async () => {
    const file = join(await newFolder(), 'audit.checkpoint');
    await writeFile(file, JSON.stringify(log.checkpoint('reached', 8)));
    const saved = await verify({ head }, '--checkpoint', file, '--save-checkpoint', file);
    expect(saved).toMatchObject({ code: 0, savedCheckpoint: 8 });
  });

  it('must be one, and must be of this server', async () => {
    const file = join(await newFolder(), 'audit.checkpoint');
    await writeFile(file, '{}');
    expect(await runCli(['audit', 'verify', '--checkpoint', file], await server())).toMatchObject({ code: 2 });
    await writeFile(file, JSON.stringify({ ...sampleLog(8).checkpoint('reached', 6) }));
    expect(await verify({}, '--checkpoint', file)).toMatchObject({
      code: 1,
      findings: [finding(6, 'signature_invalid', 'checkpoint')],
    });
  });
});

describe('audit verify --file', () => {
  const exported = async ({ entries, head }: Pick<SampleLog, 'entries'> & { head: AuditHead }) => {
    const file = join(await newFolder(), 'audit.jsonl');
    const world = await server({ entries, head });
    expect(await runCli(['audit', 'export', file], world)).toMatchObject({ code: 0 });
    return file;
  };
  // No server is there: the key is known.
  const offline = async (file: string) => {
    const argv = ['audit', 'verify', '--file', file, '--server-key', log.serverKey, '--json'];
    const result = await runCli(argv, { env: { DIDACTO_SERVER: 'http://127.0.0.1:9' } });
    return { code: result.code, stderr: result.stderr, ...(result.stdout && JSON.parse(result.stdout)) };
  };

  it('verifies an export where no server is, one without its oldest entries too', async () => {
    expect(await offline(await exported({ entries: log.entries, head: log.head() }))).toMatchObject({
      code: 0,
      entries: 8,
    });
    const head = log.head({ base: log.checkpoint('dropped', 3) });
    const file = await exported({ entries: log.entries.slice(3), head });
    expect(await offline(file)).toMatchObject({ code: 0, entries: 5, from: 4 });
  });

  it('names what was done to the file', async () => {
    const file = await exported({ entries: log.entries, head: log.head() });
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const without = (at: number) => lines.filter((_, index) => index !== at);
    await writeFile(file, without(3).join('\n'));
    expect(await offline(file)).toMatchObject({ code: 1, findings: [finding(3, 'missing')] });
    await writeFile(file, without(8).join('\n'));
    expect(await offline(file)).toMatchObject({ code: 1, findings: [finding(8, 'missing', 'head')] });
    await writeFile(file, lines.join('\n').replace('"count":5', '"count":6'));
    expect(await offline(file)).toMatchObject({ code: 1, findings: [finding(5, 'altered')] });
    await writeFile(file, lines.with(4, '{"seq":4}').join('\n'));
    const broken = await offline(file);
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.stderr).error).toMatchObject({ code: 'export_invalid' });
    expect(broken.stderr).toContain('line 5');
  });

  it('refuses what is no whole export', async () => {
    const file = join(await newFolder(), 'audit.jsonl');
    await writeFile(file, '');
    expect(await offline(file)).toMatchObject({ code: 1 });
    expect(await offline(`${file}.nowhere`)).toMatchObject({ code: 1 });
    const world = await server();
    await runCli(['audit', 'export', file, '--force', '--from', '2026-11-21'], world);
    expect(await offline(file)).toMatchObject({ code: 2 });
  });
});
