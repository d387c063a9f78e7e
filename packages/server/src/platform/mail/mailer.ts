import type { Writable } from 'node:stream';
import type { Clock } from '../clock.js';
import { consoleMailer } from './console-mailer.js';
import { parseSender } from './message.js';

/** A mail to one address, in both its forms. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** Resolves when the letter is handed over. @throws MailFailure, which holds nothing of the letter */
  send(letter: Letter): Promise<void>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…`; special characters of the credentials percent-encoded. */
  readonly url: string;
  /** A certificate to trust besides the usual ones, PEM. */
  readonly ca?: string | undefined;
  /** STARTTLS is required of every host but this machine; true: of this machine too. */
  readonly requireTls?: boolean | undefined;
}

export type MailOptions = {
  /** Who the letters are from: `School <no-reply@school.example>`, or the address alone. */
  readonly from: string;
} & (
  | { readonly kind: 'console' }
  | { readonly kind: 'file'; readonly folder: string }
  | ({ readonly kind: 'smtp' } & SmtpOptions)
);

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
