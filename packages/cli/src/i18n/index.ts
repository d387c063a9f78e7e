import { type AccountMessages, accountMessages } from './account.js';
import { type AlarmMessages, alarmMessages } from './alarms.js';
import { type AuditMessages, auditMessages } from './audit.js';
import { type ColumnMessages, columnMessages } from './columns.js';
import { type DoctorMessages, doctorMessages } from './doctor.js';
import { type HelpMessages, helpMessages } from './help.js';
import { type LedgerMessages, ledgerMessages } from './ledger.js';
import { type LiveMessages, liveMessages } from './live.js';
import { type PairingMessages, pairingMessages } from './pairing.js';
import { type QuestionMessages, questionMessages } from './questions.js';
import { type SalesMessages, salesMessages } from './sales.js';
import { type SandboxMessages, sandboxMessages } from './sandbox.js';
import { type SecondFactorMessages, secondFactorMessages } from './second-factor.js';
import { type SessionMessages, sessionMessages } from './session.js';
import { type TalkMessages, talkMessages } from './talk.js';
import { type ViewMessages, viewMessages } from './view.js';
import { type WallMessages, wallMessages } from './wall.js';

/** Languages of the command. */
export type Language = 'en' | 'ko';

/** Every text of the command, by area. A new area is one file with both languages and one line here. */
export interface Messages {
  account: AccountMessages;
  alarms: AlarmMessages;
  audit: AuditMessages;
  columns: ColumnMessages;
  doctor: DoctorMessages;
  help: HelpMessages;
  ledger: LedgerMessages;
  live: LiveMessages;
  pairing: PairingMessages;
  questions: QuestionMessages;
  sales: SalesMessages;
  sandbox: SandboxMessages;
  secondFactor: SecondFactorMessages;
  session: SessionMessages;
  talk: TalkMessages;
  view: ViewMessages;
  wall: WallMessages;
}

const tables: Record<Language, Messages> = {
  en: {
    account: accountMessages.en,
    alarms: alarmMessages.en,
    audit: auditMessages.en,
    columns: columnMessages.en,
    doctor: doctorMessages.en,
    help: helpMessages.en,
    ledger: ledgerMessages.en,
    live: liveMessages.en,
    pairing: pairingMessages.en,
    questions: questionMessages.en,
    sales: salesMessages.en,
    sandbox: sandboxMessages.en,
    secondFactor: secondFactorMessages.en,
    session: sessionMessages.en,
    talk: talkMessages.en,
    view: viewMessages.en,
    wall: wallMessages.en,
  },
  ko: {
    account: accountMessages.ko,
    alarms: alarmMessages.ko,
    audit: auditMessages.ko,
    columns: columnMessages.ko,
    doctor: doctorMessages.ko,
    help: helpMessages.ko,
    ledger: ledgerMessages.ko,
    live: liveMessages.ko,
    pairing: pairingMessages.ko,
    questions: questionMessages.ko,
    sales: salesMessages.ko,
    sandbox: sandboxMessages.ko,
    secondFactor: secondFactorMessages.ko,
    session: sessionMessages.ko,
    talk: talkMessages.ko,
    view: viewMessages.ko,
    wall: wallMessages.ko,
  },
};

/** The texts in one language. */
export function messages(language: Language): Messages {
  return tables[language];
}

/**
 * The language to speak: `wanted` (the `--lang` flag), then DIDACTO_LANG, LC_ALL, LC_MESSAGES and LANG. The first one
 * that is set decides; what is not Korean is English.
 */
export function chooseLanguage(env: Readonly<Record<string, string | undefined>>, wanted?: string): Language {
  const chosen = [wanted, env.DIDACTO_LANG, env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value);
  return chosen?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
