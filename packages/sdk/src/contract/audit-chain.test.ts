import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditCheckpoint, AuditDetail, AuditEntry } from './audit.js';
import {
  type AuditCheckpointPurpose,
  type AuditFinding,
  type AuditVerification,
  auditChecker,
  auditCheckpointText,
  auditDetailText,
  auditEntryText,
  auditGenesisHash,
  auditSignatureText,
  type HashedAuditEntry,
} from './audit-chain.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const signed = (text: string): string => sign(null, Buffer.from(text), privateKey).toString('base64url');
const verifySignature = (text: string, signature: string): boolean =>
  verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'));

const detail: AuditDetail = { salt: 'c2FsdA', address: '192.0.2.7', client: 'curl/8', requestId: 'req_1', note: '' };

/** An entry that follows another, as the server makes them. */
function follow(before: { seq: number; hash: string }, change: Partial<AuditEntry> = {}): AuditEntry {
  const hashed: HashedAuditEntry = {
    seq: before.seq + 1,
    at: '2026-03-02T00:00:00.000Z',
    action: 'lecture.created',
    actorKind: 'member',
    actorId: 'mem_1',
    tokenId: null,
    subjects: ['lec_1'],
    outcome: 'done',
    data: { count: before.seq },
    detailHash: sha256(auditDetailText(detail)),
    previousHash: before.hash,
    ...change,
  };
  const hash = sha256(auditEntryText(hashed));
  return { ...hashed, hash, signature: signed(auditSignatureText(hashed.seq, hash)), detail, ...change };
}

const genesis = { seq: 0, hash: auditGenesisHash };

function chainOf(length: number, before: { seq: number; hash: string } = genesis): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let n = 0; n < length; n++) entries.push(follow(entries.at(-1) ?? before));
  return entries;
}

const statement = (purpose: AuditCheckpointPurpose, { seq, hash }: { seq: number; hash: string }): AuditCheckpoint => {
  const at = '2026-03-02T01:00:00.000Z';
  return { seq, hash, at, signature: signed(auditCheckpointText(purpose, { seq, hash, at })) };
};

interface Known {
  readonly base?: AuditCheckpoint;
  readonly anchor?: AuditCheckpoint;
  readonly checkpoint?: AuditCheckpoint;
  readonly head?: { seq: number; hash: string };
}

async function check(entries: readonly AuditEntry[], known: Known = {}): Promise<AuditVerification> {
  const checker = auditChecker({ sha256, verifySignature: async (...args) => verifySignature(...args) });
  if (known.base) await checker.startAfter(known.base);
  if (known.anchor) await checker.expect(known.anchor, 'anchor');
  if (known.checkpoint) await checker.expect(known.checkpoint, 'checkpoint');
  for (const entry of entries) await checker.add(entry);
  return checker.end({ head: known.head ?? checker.last });
}

const brief = ({ findings }: AuditVerification): string[] =>
  findings.map(({ seq, kind, count, foundBy }) => `${kind} ${seq}${count > 1 ? `+${count}` : ''} by ${foundBy}`);

const text = fc.string({ unit: 'binary', maxLength: 5 });
const hashedEntry: fc.Arbitrary<HashedAuditEntry> = fc.record({
  seq: fc.nat(),
  at: text,
  action: text,
  actorKind: fc.constantFrom('member', 'device', 'anonymous', 'system', 'operator'),
  actorId: fc.option(text),
  tokenId: fc.option(text),
  subjects: fc.array(text, { maxLength: 3 }),
  outcome: fc.constantFrom('done', 'refused'),
  data: fc.dictionary(
    text.filter((key) => key !== '__proto__'),
    fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    { maxKeys: 3 },
  ),
  detailHash: fc.option(text),
  previousHash: text,
});
const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe('the text of an entry', () => {
  test('is the same for two entries only if every field is', () => {
    const fields: (keyof HashedAuditEntry)[] = ['seq', 'at', 'action', 'actorKind', 'actorId', 'tokenId'];
    fields.push('subjects', 'outcome', 'data', 'detailHash', 'previousHash');
    fc.assert(
      fc.property(hashedEntry, hashedEntry, fc.subarray(fields), (one, other, taken) => {
        const mixed = { ...one, ...Object.fromEntries(taken.map((field) => [field, other[field]])) };
        const sorted = (entry: HashedAuditEntry) => ({ ...entry, data: Object.entries(entry.data).sort() });
        const areSame = JSON.stringify(sorted(mixed)) === JSON.stringify(sorted(one));
        expect(auditEntryText(mixed) === auditEntryText(one)).toBe(areSame);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is the same after the wire, and whatever the order of its data', () => {
    fc.assert(
      fc.property(hashedEntry, (entry) => {
        const reordered = { ...entry, data: Object.fromEntries(Object.entries(entry.data).reverse()) };
        expect(auditEntryText(overTheWire(reordered))).toBe(auditEntryText(entry));
      }),
    );
  });

  test('tells neighbours apart that hold the same characters', () => {
    const [entry] = chainOf(1);
    if (!entry) throw new Error('no entry');
    const texts = [
      { ...entry, actorId: 'mem_1', tokenId: null },
      { ...entry, actorId: null, tokenId: 'mem_1' },
      { ...entry, actorId: 'mem_1","', tokenId: null },
      { ...entry, subjects: ['a', 'b'] },
      { ...entry, subjects: ['a,b'] },
      { ...entry, subjects: ['a","b'] },
      { ...entry, data: { n: 1 } },
      { ...entry, data: { n: '1' } },
      { ...entry, data: { n: true } },
      { ...entry, data: { n: 'true' } },
      { ...entry, data: { n: null } },
      { ...entry, data: { n: 'null' } },
    ].map(auditEntryText);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('is no text that is signed or hashed for another purpose', () => {
    const [entry] = chainOf(1);
    if (!entry) throw new Error('no entry');
    const texts = [
      auditEntryText(entry),
      auditSignatureText(entry.seq, entry.hash),
      auditDetailText(detail),
      auditCheckpointText('reached', entry),
      auditCheckpointText('dropped', entry),
    ];
    expect(new Set(texts.map((one) => JSON.parse(one)[0])).size).toBe(texts.length);
  });
});

describe('the checker', () => {
  test('finds nothing in a chain as it was written', async () => {
    const chain = chainOf(20);
    const [anchor, checkpoint] = [
      statement('reached', chain[19] ?? genesis),
      statement('reached', chain[9] ?? genesis),
    ];
    const result = await check(chain, { anchor, checkpoint });
    expect(result).toMatchObject({ ok: true, entries: 20, erasedDetails: 0, from: 1, faults: 0, findings: [] });
    expect(result.head).toEqual({ seq: 20, hash: chain[19]?.hash });
    expect(await check([])).toMatchObject({ ok: true, entries: 0, head: genesis });
  });

  test('counts erased details, and finds an altered and an added one', async () => {
    const chain = chainOf(4);
    const [, second, third] = chain;
    if (!second || !third) throw new Error('no entries');
    chain[1] = { ...second, detail: null };
    expect(await check(chain)).toMatchObject({ ok: true, erasedDetails: 1 });
    chain[2] = { ...third, detail: { ...detail, address: '198.51.100.1' } };
    expect(brief(await check(chain))).toEqual(['detail_altered 3 by chain']);
    const bare = follow(genesis, { detailHash: null, detail: null });
    expect(brief(await check([bare]))).toEqual([]);
    expect(brief(await check([{ ...bare, detail }]))).toEqual(['detail_altered 1 by chain']);
  });

  test.each<[string, (entry: AuditEntry) => AuditEntry, AuditFinding['kind']]>([
    ['another actor', (entry) => ({ ...entry, actorId: 'mem_2' }), 'altered'],
    ['another previous hash', (entry) => ({ ...entry, previousHash: '1'.repeat(64) }), 'altered'],
    ['another hash', (entry) => ({ ...entry, hash: '1'.repeat(64) }), 'altered'],
    ['another signature', (entry) => ({ ...entry, signature: signed('something else') }), 'signature_invalid'],
    ['no signature', (entry) => ({ ...entry, signature: '' }), 'signature_invalid'],
    [
      'another actor and the hash recomputed',
      (entry) => {
        const forged = { ...entry, actorId: 'mem_2' };
        return { ...forged, hash: sha256(auditEntryText(forged)) };
      },
      'signature_invalid',
    ],
  ])('finds an entry with %s once, wherever it is', async (_, alter, kind) => {
    for (const at of [0, 5, 9]) {
      const chain = chainOf(10).map((entry, index) => (index === at ? alter(entry) : entry));
      expect(brief(await check(chain))).toEqual([`${kind} ${at + 1} by chain`]);
    }
  });

  test('finds removed entries as one run', async () => {
    const chain = chainOf(10);
    expect(brief(await check(chain.slice(1)))).toEqual(['missing 1 by chain']);
    expect(brief(await check([...chain.slice(0, 3), ...chain.slice(7)]))).toEqual(['missing 4+4 by chain']);
    expect(brief(await check(chain.slice(0, 7), { head: chain[9] ?? genesis }))).toEqual(['missing 8+3 by head']);
  });

  test('finds entries that were removed with the head moved back by the anchor, or by a checkpoint', async () => {
    const chain = chainOf(10);
    const known = statement('reached', chain[8] ?? genesis);
    expect(brief(await check(chain.slice(0, 7)))).toEqual([]);
    expect(brief(await check(chain.slice(0, 7), { anchor: known }))).toEqual(['missing 8+2 by anchor']);
    expect(brief(await check(chain.slice(0, 7), { checkpoint: known }))).toEqual(['missing 8+2 by checkpoint']);
  });

  test('finds duplicated and swapped entries', async () => {
    const chain = chainOf(6);
    const [one, two, three, four] = chain;
    if (!one || !two || !three || !four) throw new Error('no entries');
    const rest = chain.slice(4);
    expect(brief(await check([one, two, two, three, four, ...rest]))).toEqual(['inserted 2 by chain']);
    expect(brief(await check([one, two, three, four, two, three, ...rest]))).toEqual(['inserted 2+2 by chain']);
    const swapped = [one, { ...three, seq: 2 }, { ...two, seq: 3 }, four, ...rest];
    expect(brief(await check(swapped))).toEqual(['altered 2 by chain', 'altered 3 by chain']);
  });

  test('finds entries after the head', async () => {
    const chain = chainOf(6);
    expect(brief(await check(chain, { head: chain[3] ?? genesis }))).toEqual(['inserted 5+2 by head']);
    const forged = { ...follow(chain[5] ?? genesis), signature: signed('nothing') };
    expect(brief(await check([...chain, forged], { head: chain[5] ?? genesis }))).toEqual([
      'signature_invalid 7 by chain',
    ]);
  });

  test('finds genuine entries of another past of the same server', async () => {
    const chain = chainOf(6);
    const [fourth, fifth, sixth] = chain.slice(3);
    if (!fourth || !fifth || !sixth) throw new Error('no entries');
    const otherFifth = follow(fourth, { at: '2026-03-03T00:00:00.000Z' });
    const otherSixth = follow(otherFifth);
    expect(brief(await check([...chain.slice(0, 5), otherSixth]))).toEqual(['inserted 6 by chain']);
    const rewritten = [...chain.slice(0, 4), otherFifth, otherSixth];
    expect(brief(await check(rewritten))).toEqual([]);
    expect(brief(await check(rewritten, { anchor: statement('reached', sixth) }))).toEqual(['altered 6 by anchor']);
    expect(brief(await check(rewritten, { head: sixth }))).toEqual(['altered 6 by head']);
    const both = { anchor: statement('reached', sixth), checkpoint: statement('reached', otherSixth) };
    expect(brief(await check(rewritten, both))).toContain('altered 6 by checkpoint');
  });

  test('begins after a signed statement of what was dropped, and after no other', async () => {
    const chain = chainOf(10);
    const [fourth, rest] = [chain[3] ?? genesis, chain.slice(4)];
    const anchor = statement('reached', fourth);
    expect(await check(rest, { base: statement('dropped', fourth), anchor })).toMatchObject({ ok: true, from: 5 });
    expect(await check([], { base: statement('dropped', fourth), head: fourth })).toMatchObject({ ok: true, from: 5 });
    const other = { anchor: statement('reached', { seq: 4, hash: '1'.repeat(64) }) };
    expect(brief(await check(rest, { base: statement('dropped', fourth), ...other }))).toEqual(['altered 4 by anchor']);
    expect(brief(await check(rest, { base: statement('reached', fourth) }))).toEqual([
      'signature_invalid 4 by checkpoint',
    ]);
    expect(brief(await check(rest.slice(1), { base: statement('dropped', fourth) }))).toEqual(['missing 5 by chain']);
    expect(brief(await check(chain, { base: statement('dropped', fourth) }))).toEqual(['inserted 1+4 by chain']);
  });

  test('believes no unsigned anchor', async () => {
    const chain = chainOf(3);
    const anchor = { ...statement('reached', { seq: 9, hash: '1'.repeat(64) }), seq: 8 };
    expect(brief(await check(chain, { anchor }))).toEqual(['signature_invalid 8 by anchor']);
  });

  test('counts all faults and keeps the first 1,000', async () => {
    const chain = chainOf(1_200).map((entry) => ({ ...entry, action: 'x' }));
    const result = await check(chain);
    expect([result.faults, result.findings.length, result.findings[999]?.seq]).toEqual([1_200, 1_000, 1_000]);
  });

  test('finds any one alteration of any field, and says where', async () => {
    const chain = chainOf(8);
    const alteration: fc.Arbitrary<Partial<AuditEntry>> = fc
      .tuple(hashedEntry, text, text)
      .chain(([hashed, signature, hash]) => {
        const { seq: _, ...fields } = { ...hashed, signature, hash };
        const single = Object.entries(fields).map(([field, value]): Partial<AuditEntry> => ({ [field]: value }));
        return fc.constantFrom(...single);
      });
    await fc.assert(
      fc.asyncProperty(fc.nat(7), alteration, async (at, change) => {
        const altered = chain.map((entry, index) => (index === at ? { ...entry, ...change } : entry));
        fc.pre(JSON.stringify(altered) !== JSON.stringify(chain));
        expect((await check(altered)).findings).toMatchObject([{ seq: at + 1, count: 1 }]);
      }),
      { numRuns: 500 },
    );
  });

  test('takes a signature in one spelling only', async () => {
    const [entry] = chainOf(1);
    if (!entry) throw new Error('no entry');
    const { signature } = entry;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const sameBytes = [...alphabet]
      .map((last) => signature.slice(0, -1) + last)
      .filter((one) => one !== signature && Buffer.from(one, 'base64url').equals(Buffer.from(signature, 'base64url')));
    expect(sameBytes.length).toBe(15);
    for (const other of [...sameBytes, `${signature}==`, `${signature}\n`])
      expect(brief(await check([{ ...entry, signature: other }]))).toEqual(['signature_invalid 1 by chain']);
  });
});
