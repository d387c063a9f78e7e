import { join } from 'node:path';
import { writePrivately } from '@didacto/sdk/node';
import { createTransport } from 'nodemailer';
import { monotonicFactory } from 'ulid';
import { type Clock, iso } from '../clock.js';
import { smtpFailure, storageFailure } from './mail-failure.js';
import type { Letter, Mailer } from './mailer.js';
import { closedContent, messageOf, type Sender } from './message.js';

/** For development: one complete `.eml` a letter, readable by the server's user only; names sort by time. */
export function fileMailer(sender: Sender, folder: string, clock: Clock): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...closedContent });
  // Keeps letters of one millisecond in order.
  const ulid = monotonicFactory();
  const compose = async (letter: Letter): Promise<string> => {
    const { message } = await composer.sendMail(messageOf(sender, letter, clock.now()));
    return String(message);
  };
  return {
    send: async (letter) => {
      const eml = await compose(letter).catch((error: unknown) => Promise.reject(smtpFailure(error)));
      const name = `${iso(clock.now()).replace(/[:.]/g, '-')}-${ulid(clock.now()).toLowerCase()}.eml`;
      await writePrivately(join(folder, name), eml).catch((error: unknown) => Promise.reject(storageFailure(error)));
    },
    close: async () => undefined,
  };
}
