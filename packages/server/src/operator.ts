import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Email, Name, Password } from '@didacto/sdk/contract';
import * as z from 'zod';
import { type Config, readConfig } from './config.js';
import type { Actor } from './modules/audit/actor.js';
import { auditCheckpoints } from './modules/audit/checkpoints.js';
import { auditService } from './modules/audit/service.js';
import { type AuditTrail, auditTrail } from './modules/audit/trail.js';
import { verifyAudit } from './modules/audit/verify.js';
import { memberMaker } from './modules/members/maker.js';
import { retentionService } from './modules/retention/service.js';
import { systemClock } from './platform/clock.js';
import { type Database, openDatabase } from './platform/database.js';
import { idFactory, systemRandom } from './platform/ids.js';
import { passwordPolicy } from './platform/password-policy.js';
import { argonPasswords } from './platform/passwords.js';
import { loadSecrets, type Secrets } from './platform/secrets.js';

// What whoever has the machine does in the database itself; never over the network.

interface Workplace {
  readonly config: Config;
  readonly db: Database;
  readonly secrets: Secrets;
  readonly audit: AuditTrail;
  readonly anchorFile: string;
}

const operator: Actor = { kind: 'operator', id: null, tokenId: null, address: '', client: '', requestId: '' };
const clock = systemClock;
const random = systemRandom;

async function withDatabase(work: (place: Workplace) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const secrets = loadSecrets(config.dataDir, random);
  const db = await openDatabase(config.databaseFile);
  try {
    const audit = auditTrail({ clock, random, identity: secrets.identity });
    await work({ config, db, secrets, audit, anchorFile: join(config.dataDir, 'audit.anchor') });
  } finally {
    await db.destroy();
  }
}

const print = (value: unknown, json: boolean | undefined, line: string): void => {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${line}\n`);
};

interface AdminOptions {
  readonly email: string;
  readonly name: string;
  readonly passwordFile?: string;
  readonly json?: boolean;
}

/** Makes an administrator; the only way to the first one. */
export async function createAdmin(options: AdminOptions): Promise<void> {
  const typed =
    options.passwordFile === undefined ? await text(process.stdin) : readFileSync(options.passwordFile, 'utf8');
  const { email, name, password } = z
    .object({ email: Email, name: Name, password: Password })
    .parse({ ...options, password: typed.replace(/\r?\n$/, '') });
  await withDatabase(async ({ config, db, audit }) => {
    const passwords = await argonPasswords(config.argon2);
    const newId = idFactory(clock, random);
    const maker = memberMaker({ clock, newId, passwords, policy: passwordPolicy(), audit });
    const passwordHash = await maker.hash(password, { email, name });
    const account = { email, name, passwordHash, role: 'admin', grade: 'free' } as const;
    const member = await db.transaction((tx) => maker.insert(tx, account, operator, 'member.created'));
    print(member, options.json, `${member.id} ${member.email}`);
  });
}

/** Finds altered, missing and inserted entries of the audit log; ends with 1 where there are any. */
export async function verifyLog({ json }: { readonly json?: boolean }): Promise<void> {
  await withDatabase(async ({ db, secrets, anchorFile }) => {
    const report = await verifyAudit({ db, publicKey: secrets.identity.publicKey, anchorFile });
    const faults = report.findings.map(({ seq, kind, foundBy }) => `  ${seq}: ${kind} (${foundBy})`);
    const sum = `${report.entries} entries, ${report.erasedDetails} details erased, ${report.faults} faults`;
    print(report, json, [sum, ...faults].join('\n'));
    if (!report.ok) process.exitCode = 1;
  });
}

/** Deletes what is kept no longer, or says what would be. */
export async function applyRetention({ dryRun, json }: { dryRun?: boolean; json?: boolean }): Promise<void> {
  await withDatabase(async ({ config, db, secrets, audit, anchorFile }) => {
    const checkpoints = auditCheckpoints({ db, clock, identity: secrets.identity, trail: audit });
    const retention = retentionService({
      ...{ db, clock, audit, days: config.retention, auditLog: auditService({ db, anchorFile }) },
      dropAuditBefore: checkpoints.dropBefore,
    });
    const counts = dryRun ? await retention.due() : await retention.apply();
    const lines = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
    print({ dryRun: dryRun === true, ...counts }, json, lines.join('\n'));
  });
}
