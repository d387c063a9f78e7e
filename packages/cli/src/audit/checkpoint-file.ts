import { readFile } from 'node:fs/promises';
import type { AuditCheckpoint } from '@didacto/sdk';
import { writePrivately } from '@didacto/sdk/node';
import { isCheckpoint, jsonOf } from './shapes.js';

/** The checkpoint that a file keeps; undefined where it keeps something else. */
export async function readCheckpoint(file: string): Promise<AuditCheckpoint | undefined> {
  const kept = jsonOf(await readFile(file, 'utf8'));
  return isCheckpoint(kept) ? kept : undefined;
}

/** Keeps a checkpoint in a file. */
export const writeCheckpoint = (file: string, { seq, hash, at, signature }: AuditCheckpoint): Promise<void> =>
  writePrivately(file, `${JSON.stringify({ seq, hash, at, signature }, null, 2)}\n`);
