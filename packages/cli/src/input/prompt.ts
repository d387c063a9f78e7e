import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliError } from '../cli-error.js';
import { exitCodes } from '../exit-codes.js';

/** Asks a person at a terminal. */
export interface Prompt {
  /** Whether a person is there to answer: stdin and stderr are terminals. */
  readonly possible: boolean;
  line(question: string): Promise<string>;
  /** What is typed is not shown. */
  secret(question: string): Promise<string>;
}

interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

const cancelled = () => new CliError('interrupted', 'Interrupted', exitCodes.interrupted);

/** Asks on stderr, so that stdout stays data. */
export function terminalPrompt({ stdin, stderr }: Terminal): Prompt {
  const ask = (question: string, hidden: boolean) =>
    new Promise<string>((resolve, reject) => {
      const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
      // readline echoes to its output: a silent one hides what is typed, and the question is written by hand.
      const reader = createInterface({ input: stdin, output: hidden ? silent : stderr, terminal: true });
      let answered = false;
      reader.on('SIGINT', () => reader.close());
      reader.on('close', () => {
        // What ended the line was not echoed.
        if (hidden || !answered) stderr.write('\n');
        if (!answered) reject(cancelled());
      });
      reader.on('line', (line) => {
        answered = true;
        reader.close();
        resolve(line);
      });
      if (hidden) stderr.write(question);
      else {
        reader.setPrompt(question);
        reader.prompt();
      }
    });
  return {
    possible: stdin.isTTY === true && stderr.isTTY === true,
    line: async (question) => (await ask(question, false)).normalize('NFC').trim(),
    secret: (question) => ask(question, true),
  };
}
