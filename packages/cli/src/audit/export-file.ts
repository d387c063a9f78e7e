import { createReadStream } from 'node:fs';
import type { AuditEntry, AuditHead } from '@didacto/sdk';
import { safeJson } from '../output/safe-text.js';
import { isEntry, isHead, isObject, jsonOf } from './shapes.js';

/** What an export begins with, so that it can be verified where no server is. */
interface ExportHeader {
  readonly head: AuditHead;
  /** Whether it holds a part of the log only. */
  readonly filtered: boolean;
}

const version = 1;

/** The first line of an export. */
export const headerLine = ({ head, filtered }: ExportHeader): string =>
  `${safeJson({ auditExport: version, filtered, head })}\n`;

/** The line of an entry. */
export const entryLine = (entry: AuditEntry): string => `${safeJson(entry)}\n`;

/** Opens an export to read it line by line. @throws what `unreadable` gives, for the line that is none of an export */
export async function openExport(
  file: string,
  unreadable: (line: number) => Error,
): Promise<ExportHeader & { readonly entries: AsyncIterable<AuditEntry> }> {
  const lines = linesOf(file);
  const first = await lines.next();
  const header = first.done ? undefined : jsonOf(first.value);
  if (!isObject(header) || header.auditExport !== version || !isHead(header.head)) throw unreadable(1);
  return { head: header.head, filtered: header.filtered !== false, entries: entriesOf(lines, unreadable) };
}

async function* entriesOf(lines: AsyncIterable<string>, unreadable: (line: number) => Error) {
  let at = 1;
  for await (const line of lines) {
    at += 1;
    const entry = jsonOf(line);
    if (!isEntry(entry)) throw unreadable(at);
    yield entry;
  }
}

async function* linesOf(file: string): AsyncGenerator<string, void> {
  let begun = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = `${begun}${chunk}`.split('\n');
    begun = lines.pop() ?? '';
    yield* lines;
  }
  if (begun !== '') yield begun;
}
