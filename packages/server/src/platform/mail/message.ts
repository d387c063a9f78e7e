import { Email } from '@didacto/sdk/contract';
import type { SendMailOptions } from 'nodemailer';
import { MailFailure } from './mail-failure.js';
import type { Letter } from './mailer.js';

export interface Sender {
  readonly name: string;
  readonly address: string;
}

const named = /^\s*(?:"?([^"<>\p{Cc}]*?)"?\s*)<([^<>]+)>\s*$/u;

/** Reads `Name <address>` or an address. @throws Error */
export function parseSender(from: string): Sender {
  const [, name = '', given = from] = named.exec(from) ?? [];
  const address = Email.safeParse(given);
  if (!address.success) throw new Error('The sender of mail must look like: School <no-reply@school.example>');
  return { name, address: address.data };
}

/** The one address a letter goes to; nothing that could name another, or begin another header. @throws MailFailure */
export function recipientOf(letter: Letter): string {
  const to = Email.safeParse(letter.to);
  if (!to.success) throw new MailFailure('letter_invalid', false);
  return to.data;
}

/** A letter as nodemailer takes it. Addresses go as objects: text would be searched for further addresses. @throws MailFailure */
export const messageOf = (sender: Sender, letter: Letter, at: number): SendMailOptions => ({
  from: { ...sender },
  to: { name: '', address: recipientOf(letter) },
  subject: letter.subject,
  text: letter.text,
  html: letter.html,
  date: new Date(at),
  // RFC 3834: keeps absence notes from answering.
  headers: { 'Auto-Submitted': 'auto-generated' },
});

/** No part of a letter is read from a file or fetched. */
export const closedContent = { disableFileAccess: true, disableUrlAccess: true } as const;
