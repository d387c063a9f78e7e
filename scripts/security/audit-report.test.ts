import { describe, expect, test } from 'vitest';
import { judge, overdue, parseAudit, type Vulnerability } from './audit-report.js';

/** As npm 11 prints it: `strong` is only affected through `weak`. */
const report = (severity: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      strong: {
        name: 'strong',
        severity,
        isDirect: true,
        via: ['weak'],
        effects: [],
        range: '*',
        nodes: ['node_modules/strong'],
        fixAvailable: false,
      },
      weak: {
        name: 'weak',
        severity,
        isDirect: false,
        via: [
          {
            source: 1101,
            name: 'weak',
            dependency: 'weak',
            title: 'Weak in the knees',
            url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
            severity,
            cwe: ['CWE-1'],
            cvss: { score: 7.5, vectorString: null },
            range: '<2.0.0',
          },
        ],
        effects: ['strong'],
        range: '*',
        nodes: ['node_modules/weak'],
        fixAvailable: { name: 'weak', version: '2.0.0', isSemVerMajor: true },
      },
    },
    metadata: { vulnerabilities: { high: 2, total: 2 }, dependencies: { prod: 3, total: 2 } },
  });

const weak: Vulnerability = {
  package: 'weak',
  severity: 'high',
  advisory: 'GHSA-aaaa-bbbb-cccc',
  title: 'Weak in the knees',
};

describe('what npm printed', () => {
  test('is read as its advisories, each once', () => {
    expect(parseAudit(report('high'))).toEqual({ kind: 'checked', vulnerabilities: [weak] });
  });

  test('can be that nothing is known', () => {
    const none = { auditReportVersion: 2, vulnerabilities: {}, metadata: {} };
    expect(parseAudit(JSON.stringify(none))).toEqual({ kind: 'checked', vulnerabilities: [] });
  });

  test.each([
    [
      'a registry without audit',
      {
        message: '405 Method Not Allowed - POST x',
        method: 'POST',
        statusCode: 405,
        error: { summary: '', detail: '' },
      },
      '405 Method Not Allowed - POST x',
    ],
    [
      'no network',
      { message: 'request to x failed, reason: connect ECONNREFUSED', error: { summary: '', detail: '' } },
      'request to x failed, reason: connect ECONNREFUSED',
    ],
    [
      'an older npm',
      { error: { code: 'ENOAUDIT', summary: 'Your registry does not support audit requests.\nmore', detail: '' } },
      'Your registry does not support audit requests.',
    ],
    ['no reason', { error: { summary: '' } }, 'npm gave no reason'],
  ])('can be that there was no audit: %s', (_, printed, why) => {
    expect(parseAudit(JSON.stringify(printed))).toEqual({ kind: 'unavailable', why });
  });

  test.each([
    ['a fault on this side', '{"error":{"code":"ENOLOCK","summary":"This command requires an existing lockfile."}}'],
    ['another version', '{"auditReportVersion":3,"vulnerabilities":{}}'],
    ['an unknown severity', report('dreadful')],
    ['another shape', '{"advisories":{}}'],
    ['no JSON', 'npm error'],
    ['nothing', ''],
  ])('is never taken for a clean report: %s', (_, printed) => {
    expect(() => parseAudit(printed)).toThrow();
  });
});

describe('the verdict', () => {
  const exception = { advisory: weak.advisory, package: 'weak', reason: 'Not reached: only the parser is used' };

  test.each([
    ['low', 0],
    ['moderate', 0],
    ['high', 1],
    ['critical', 1],
  ] as const)('on a vulnerability that is %s: failures %i, and it is always told', (severity, failures) => {
    const verdict = judge([{ ...weak, severity }], [], '2026-01-01');
    expect(verdict.failures).toHaveLength(failures);
    expect([...verdict.failures, ...verdict.notes].join()).toContain(weak.advisory);
  });

  test('lets an exception stand to its last day, with its reason', () => {
    const exceptions = [{ ...exception, until: '2026-06-30' }];
    const verdict = judge([weak], exceptions, '2026-06-30');
    expect(verdict.failures).toEqual([]);
    expect(verdict.notes.join()).toContain(exception.reason);
    expect(judge([weak], exceptions, '2026-07-01').failures).toHaveLength(1);
  });

  test('has an exception for no other package and no other advisory', () => {
    const until = '2026-06-30';
    for (const other of [
      { ...exception, package: 'other', until },
      { ...exception, advisory: 'GHSA-dddd-eeee-ffff', until },
    ])
      expect(judge([weak], [other], '2026-01-01').failures).toHaveLength(1);
  });

  test('tells of exceptions that nothing needs any more', () => {
    const { failures, notes } = judge([], [{ ...exception, until: '2026-06-30' }], '2026-01-01');
    expect([failures, notes]).toEqual([[], [expect.stringContaining('no longer needed')]]);
  });

  test('fails for an exception that is over even where nothing could be checked', () => {
    expect(overdue([{ ...exception, until: '2026-06-30' }], '2026-07-01')).toHaveLength(1);
    expect(overdue([{ ...exception, until: '2026-06-30' }], '2026-06-30')).toEqual([]);
  });
});
