import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VerificationPurpose } from '@didacto/sdk';
import { simpleParser } from 'mailparser';
import type { TestServer } from './test-server.js';
import { until } from './until.js';

/** A mail as its reader sees it. */
export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

// A letter does not change once it is written.
const known = new Map<string, ReceivedMail>();

/** The mails that a test server wrote as files, oldest first. */
export async function receivedMails({ dataDir }: Pick<TestServer, 'dataDir'>): Promise<ReceivedMail[]> {
  const folder = join(dataDir, 'mail');
  const files = filesIn(folder).filter((file) => file.endsWith('.eml'));
  return Promise.all(files.map((file) => read(join(folder, file))));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    // No mail was written yet.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function read(file: string): Promise<ReceivedMail> {
  const held = known.get(file);
  if (held) return held;
  const { to, subject = '', text = '' } = await simpleParser(readFileSync(file));
  const addressed = Array.isArray(to) ? to[0] : to;
  const mail = { to: addressed?.text ?? '', subject, text };
  known.set(file, mail);
  return mail;
}

/** Waits for a mail to an address that says something; the newest of them. */
export async function mailTo(
  school: Pick<TestServer, 'dataDir'>,
  address: string,
  says: RegExp,
): Promise<ReceivedMail> {
  let found: ReceivedMail | undefined;
  await until(`a mail to ${address}`, async () => {
    const mails = await receivedMails(school);
    found = mails.findLast(({ to, text }) => to.includes(address.toLowerCase()) && says.test(text));
    return found;
  });
  if (!found) throw new Error('the mail is gone');
  return found;
}

/** The code of 6 digits that was mailed to an address. */
export async function mailedCode(school: Pick<TestServer, 'dataDir'>, address: string): Promise<string> {
  const { text } = await mailTo(school, address, /\b\d{6}\b/);
  return /\b\d{6}\b/.exec(text)?.[0] ?? '';
}

/** Goes the way of a person: asks for a code, reads the mail, confirms; gives the proof. */
export async function proofOf(school: TestServer, email: string, purpose: VerificationPurpose): Promise<string> {
  const { id } = await school.visitor.verifications.request({ email, purpose });
  const code = await mailedCode(school, email);
  return (await school.visitor.verifications.confirm({ verificationId: id, code })).proof;
}
