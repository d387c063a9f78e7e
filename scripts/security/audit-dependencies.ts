// Asks the registry for known vulnerabilities of what is installed. Serious ones (high, critical) in what runs in
// production fail; those of development, and lesser ones, are told. audit-exceptions.json lists those lived with.
// Ends with 0: nothing serious, or the registry offers no audit or cannot be reached, which one line says ("not
// checked: ..."); 1: something serious, or an exception that is over; 2: npm answered something unknown.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type AuditAnswer, Exception, judge, overdue, parseAudit } from './audit-report.js';

const today = new Date().toISOString().slice(0, 10);
const exceptions = z
  .array(Exception)
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'audit-exceptions.json'), 'utf8')));

/** npm ends with 1 for vulnerabilities as for errors: its JSON tells which. */
function ask(...omit: string[]): AuditAnswer {
  const args = ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=30000', ...omit];
  const { stdout } = spawnSync('npm', args, { encoding: 'utf8', shell: process.platform === 'win32' });
  return parseAudit(stdout);
}

function check(): number {
  const production = ask('--omit=dev');
  if (production.kind === 'unavailable') {
    console.error(`Dependencies not checked: ${production.why}`);
    return fail(overdue(exceptions, today));
  }
  const { failures, notes } = judge(production.vulnerabilities, exceptions, today);
  for (const note of notes) console.error(note);
  const all = ask();
  if (all.kind === 'unavailable') console.error(`Development dependencies not checked: ${all.why}`);
  else {
    const known = new Set(production.vulnerabilities.map(({ advisory }) => advisory));
    for (const { advisory, package: name, severity, title } of all.vulnerabilities)
      if (!known.has(advisory)) console.error(`in development, ${severity}: ${name}, ${title} (${advisory})`);
  }
  if (failures.length === 0) console.error('No serious vulnerability is known of what runs in production');
  return fail(failures);
}

function fail(failures: readonly string[]): number {
  for (const failure of failures) console.error(`FAIL ${failure}`);
  return failures.length > 0 ? 1 : 0;
}

try {
  process.exitCode = check();
} catch (error) {
  console.error('npm audit answered something unknown:', error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
