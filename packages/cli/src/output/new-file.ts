import { randomUUID } from 'node:crypto';
import { access, open, rename, rm } from 'node:fs/promises';
import { CliError } from '../cli-error.js';
import type { Cli } from '../context.js';
import { exitCodes } from '../exit-codes.js';

/** Stops where a file is there already that nobody allowed to replace. @throws CliError file_exists */
export async function mustBeNew(cli: Cli, file: string, force: boolean): Promise<void> {
  if (!force && (await exists(file))) {
    throw new CliError('file_exists', cli.text.talk.fileExists(file), exitCodes.conflict);
  }
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

type Parts = Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/** Writes a file as its parts come: whole or not at all. `mode` is for what others may not read, such as 0o600. */
export async function writeWhole(file: string, parts: Parts, { mode = 0o666 } = {}): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', mode);
    try {
      for await (const part of parts) await handle.appendFile(part);
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
