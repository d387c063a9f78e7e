import type { Writable } from 'node:stream';
import type { Clock } from '../clock.js';
import { consoleMailer } from './console-mailer.js';
import type { Mailer, MailOptions } from './mailer.js';
import { parseSender } from './message.js';

interface Effects {
  readonly clock: Clock;
  /** Where the console back end writes. */
  readonly console?: Writable;
}

/**
 * Chooses the back end; what composes and sends mail is loaded only for those that need it.
 * @throws Error when an option is wrong; it holds no part of an SMTP address, which may carry a password
 */
export async function createMailer(options: MailOptions, effects: Effects): Promise<Mailer> {
  const sender = parseSender(options.from);
  switch (options.kind) {
    case 'console':
      return consoleMailer(sender, effects.console ?? process.stderr);
    case 'file': {
      const { fileMailer } = await import('./file-mailer.js');
      return fileMailer(sender, options.folder, effects.clock);
    }
    case 'smtp': {
      const { smtpMailer } = await import('./smtp-mailer.js');
      return smtpMailer(sender, options, effects.clock);
    }
  }
}
