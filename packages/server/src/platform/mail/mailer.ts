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
