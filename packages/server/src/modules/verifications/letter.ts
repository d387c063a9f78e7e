import type { VerificationPurpose } from '@didacto/sdk/contract';
import { mails } from '../../mails/index.js';
import type { Letter } from '../../platform/mail/mailer.js';
import type { Language } from '../../platform/problem.js';
import type { MemberRow } from '../members/store.js';

interface Request {
  readonly id: string;
  readonly code: string;
  readonly email: string;
  readonly purpose: VerificationPurpose;
  /** Whose address it is, if it has an account. */
  readonly member: Pick<MemberRow, 'name'> | undefined;
}

interface Sender {
  readonly institution: string;
  readonly publicUrl: string;
  readonly validMinutes: number;
}

/** A code for whom it is of use; who has an account already, or has none to reset, is told so. */
export function verificationLetter(language: Language, request: Request, sender: Sender): Letter {
  const { email: to, purpose, member } = request;
  const { institution, publicUrl, validMinutes } = sender;
  const named = { institution, name: member?.name };
  const resetPage = `${publicUrl}/account/reset-password`;
  // After the #, which a browser sends to no server and names in no Referer.
  const coded = (page: string) => ({
    ...named,
    code: request.code,
    link: `${page}#verification=${request.id}&code=${request.code}`,
    validMinutes,
  });
  if (purpose === 'sign_up')
    return member
      ? { to, ...mails.alreadyMember(language, { ...named, link: resetPage }) }
      : { to, ...mails.signUpCode(language, coded(`${publicUrl}/account/sign-up`)) };
  return member
    ? { to, ...mails.passwordResetCode(language, coded(resetPage)) }
    : { to, ...mails.noAccount(language, named) };
}
