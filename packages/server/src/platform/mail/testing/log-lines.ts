import { Writable } from 'node:stream';
import { createLogger, type Logger } from '../../logger.js';

/** A log at its most talkative, and what it wrote. */
export function logLines(): { readonly log: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  return { log: createLogger('trace', destination), lines };
}
