import type { Writable } from 'node:stream';
import { MailFailure, storageFailure } from './mail-failure.js';
import type { Mailer } from './mailer.js';
import { recipientOf, type Sender } from './message.js';

const controls = /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;
/** Shows what would steer a terminal, or not show, as `\u{1b}`. */
const escaped = (text: string): string =>
  text.replace(controls, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
const line = (text: string): string => escaped(text.replace(/\n/g, ' '));

/** For development: letters are read where the server was started. */
export const consoleMailer = (sender: Sender, output: Writable): Mailer => ({
  send: async (letter) => {
    const from = sender.name === '' ? sender.address : `${sender.name} <${sender.address}>`;
    const head = [`From: ${line(from)}`, `To: ${recipientOf(letter)}`, `Subject: ${line(letter.subject)}`];
    await write(output, `\n${head.join('\n')}\n\n${escaped(letter.text)}\n\n`);
  },
  close: async () => undefined,
});

const write = (output: Writable, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    if (!output.writable) return reject(new MailFailure('storage', false));
    output.write(text, (error) => (error ? reject(storageFailure(error)) : resolve()));
  });
