import { mails } from '../../mails/index.js';
import { type Clock, iso } from '../../platform/clock.js';
import type { Logger } from '../../platform/logger.js';
import type { Postman } from '../../platform/mail/postman.js';
import type { Language } from '../../platform/problem.js';
import type { MemberRow } from './store.js';

/** Where somebody signs in from, as the list of sign-ins and the mails show it. */
export interface Place {
  readonly client: string;
  readonly address: string;
}

type Addressee = Pick<MemberRow, 'email' | 'name' | 'kind'>;

/** Tells members by mail what happened to their account; nobody waits for it, and a service account is not told. */
export interface Notices {
  passwordChanged(member: Addressee, language: Language): void;
  secondFactorChanged(
    member: Addressee,
    language: Language,
    change: 'turned_on' | 'turned_off' | 'reset' | 'recovery_code_used',
  ): void;
  newSignIn(member: Addressee, language: Language, place: Place): void;
  suspended(member: Addressee, language: Language): void;
  restored(member: Addressee, language: Language): void;
}

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
  readonly postman: Postman;
  readonly institutionName: () => Promise<string>;
  readonly publicUrl: () => string;
  readonly timeZone: string;
}

type Common = { readonly institution: string; readonly name: string };
type Dated = Common & { readonly at: string; readonly timeZone: string; readonly link: string };

export function memberNotices(deps: Dependencies): Notices {
  const { clock, log, postman, institutionName, publicUrl, timeZone } = deps;
  const post = (member: Addressee, write: (common: Common) => ReturnType<typeof mails.accountRestored>) => {
    if (member.kind === 'service') return;
    institutionName().then(
      (institution) => postman.post({ to: member.email, ...write({ institution, name: member.name }) }),
      (error: unknown) => log.error({ err: error }, 'could not write a mail'),
    );
  };
  const dated = (common: Common): Dated => ({
    ...common,
    at: iso(clock.now()),
    timeZone,
    link: `${publicUrl()}/account/reset-password`,
  });
  return {
    passwordChanged: (member, language) => post(member, (common) => mails.passwordChanged(language, dated(common))),
    secondFactorChanged: (member, language, change) =>
      post(member, (common) => mails.secondFactorChanged(language, { ...dated(common), change })),
    newSignIn: (member, language, place) =>
      post(member, (common) => mails.newSignIn(language, { ...dated(common), ...place })),
    suspended: (member, language) => post(member, (common) => mails.accountSuspended(language, common)),
    restored: (member, language) => post(member, (common) => mails.accountRestored(language, common)),
  };
}
