import * as z from 'zod';

export type MailFailureReason =
  | 'connection'
  | 'tls'
  | 'sign_in'
  | 'refused'
  | 'letter_invalid'
  | 'storage'
  | 'unexpected';

/** Why a letter was not sent. It keeps no cause: a library's error may quote the address, the letter or a password. */
export class MailFailure extends Error {
  override name = 'MailFailure';
  /** @param detail a reply code or an error code, never free text */
  constructor(
    readonly reason: MailFailureReason,
    readonly isTemporary: boolean,
    readonly detail?: string,
  ) {
    super(`The letter was not sent: ${reason}${detail === undefined ? '' : ` (${detail})`}`);
  }
}

const Fault = z.object({
  code: z.string().optional().catch(undefined),
  originalCode: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  permanent: z.boolean().optional().catch(undefined),
});

/** Codes of nodemailer that say that the connection failed, rather than that the letter was refused. */
const connectionCodes = new Set(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EDNS', 'EABORT', 'ETLS']);
const isCode = (text: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(text);

/** What nodemailer reports, as a failure; a reply of the server decides before the code of the step that failed. */
export function smtpFailure(error: unknown): MailFailure {
  if (error instanceof MailFailure) return error;
  const { code = '', originalCode, responseCode, permanent } = Fault.catch({}).parse(error);
  const isTemporary = responseCode === undefined ? connectionCodes.has(code) : permanent === false;
  const detail = responseCode === undefined ? [originalCode ?? code].find(isCode) : String(responseCode);
  return new MailFailure(reasonOf(code, responseCode !== undefined), isTemporary, detail);
}

function reasonOf(code: string, isReply: boolean): MailFailureReason {
  if (code === 'ETLS') return 'tls';
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'sign_in';
  if (isReply) return 'refused';
  return connectionCodes.has(code) ? 'connection' : 'unexpected';
}

/** What the disk or a stream reports, as a failure; it may have room again later. */
export const storageFailure = (error: unknown): MailFailure =>
  new MailFailure('storage', true, [Fault.catch({}).parse(error).code ?? ''].find(isCode));
