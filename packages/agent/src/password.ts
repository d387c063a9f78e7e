import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AgentFailure, exitCodes } from './failure.js';
import type { Host } from './host.js';

export interface PasswordInput {
  readonly passwordFile?: string;
  readonly passwordStdin?: boolean;
}

const firstLine = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r?\n[\s\S]*$/, '');

/** The password from a file, stdin or a hidden prompt; never from an option, for those stand in the process list. */
export async function readPassword(host: Host, { passwordFile, passwordStdin }: PasswordInput): Promise<string> {
  if (passwordFile !== undefined) return firstLine(await readFile(passwordFile, 'utf8'));
  if (passwordStdin) return firstLine(await readAll(host.stdin));
  if (host.stdin.isTTY) return prompt(host, host.texts.say.passwordPrompt);
  throw new AgentFailure(
    'usage',
    'No terminal to ask for the password: use --password-stdin or --password-file.',
    exitCodes.usage,
  );
}

/** A code of the second factor; it is good for half a minute, so a person has to be there. */
export async function readCode(host: Host): Promise<string> {
  if (host.stdin.isTTY) return prompt(host, host.texts.say.codePrompt);
  throw new AgentFailure('usage', 'A code of the second factor is needed: sign in at a terminal.', exitCodes.usage);
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

async function prompt({ stdin }: Host, question: string): Promise<string> {
  process.stderr.write(question);
  // readline echoes what is typed to its output: here, to nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
