import type { Config } from './config.js';
import type { Handlers } from './http/handlers.js';
import { accessTokenHandlers } from './modules/access-tokens/handlers.js';
import { accessTokenService } from './modules/access-tokens/service.js';
import type { AuditService } from './modules/audit/service.js';
import type { AuditTrail } from './modules/audit/trail.js';
import { deviceCodeHandlers } from './modules/device-codes/handlers.js';
import { deviceCodeService } from './modules/device-codes/service.js';
import { invitationHandlers } from './modules/invitations/handlers.js';
import { invitationService } from './modules/invitations/service.js';
import { memberExporter } from './modules/members/export.js';
import { memberHandlers } from './modules/members/handlers.js';
import { memberMaker } from './modules/members/maker.js';
import { memberNotices } from './modules/members/notices.js';
import { passwordCheck } from './modules/members/password-check.js';
import { memberPasswords } from './modules/members/passwords.js';
import { type MemberService, memberService } from './modules/members/service.js';
import type { ViewRecords } from './modules/screens/view-records.js';
import { secondFactorCheck } from './modules/second-factor/check.js';
import { secondFactorHandlers } from './modules/second-factor/handlers.js';
import { secondFactorService } from './modules/second-factor/service.js';
import { serviceAccountHandlers } from './modules/service-accounts/handlers.js';
import { serviceAccountService } from './modules/service-accounts/service.js';
import { sessionHandlers } from './modules/sessions/handlers.js';
import { refreshTokens } from './modules/sessions/refresh-token.js';
import { sessionService } from './modules/sessions/service.js';
import { signInWithPassword } from './modules/sessions/sign-in.js';
import { signInThrottle } from './modules/sessions/sign-in-throttle.js';
import { verificationHandlers } from './modules/verifications/handlers.js';
import { verificationService } from './modules/verifications/service.js';
import type { Clock } from './platform/clock.js';
import type { Database } from './platform/database.js';
import type { LiveEffects } from './platform/effects.js';
import type { NewId, RandomBytes } from './platform/ids.js';
import { keyedDigest } from './platform/keyed-digest.js';
import type { Logger } from './platform/logger.js';
import type { Postman } from './platform/mail/postman.js';
import { passwordPolicy } from './platform/password-policy.js';
import { argonPasswords } from './platform/passwords.js';
import { secretBox } from './platform/secret-box.js';
import type { Secrets } from './platform/secrets.js';
import { memoryThrottle, openThrottle } from './platform/throttle.js';
import type { Tokens } from './platform/tokens.js';

type Groups =
  | 'verifications'
  | 'members'
  | 'invitations'
  | 'sessions'
  | 'secondFactor'
  | 'deviceCodes'
  | 'accessTokens'
  | 'serviceAccounts';

/** Who somebody is, and how they prove it. */
export interface Identity {
  readonly members: MemberService;
  readonly handlers: Pick<Handlers, Groups>;
}

interface Parts {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly newId: NewId;
  readonly log: Logger;
  readonly secrets: Secrets;
  readonly tokens: Tokens;
  readonly postman: Postman;
  readonly audit: AuditTrail;
  readonly auditLog: AuditService;
  readonly effects: LiveEffects;
  readonly views: ViewRecords;
  readonly recorded: () => Promise<void>;
  readonly publicUrl: () => string;
  readonly settings: () => Promise<{ readonly name: string; readonly secondFactorRoles: readonly string[] }>;
}

export async function buildIdentity(parts: Parts): Promise<Identity> {
  const { config, db, clock, random, log, secrets, settings } = parts;
  const institutionName = async () => (await settings()).name;
  const timeZone = config.businessTimeZone;
  const letters = { ...parts, institutionName, timeZone };
  const keyed = keyedDigest(secrets.codeKey);
  const box = secretBox(secrets.vaultKey, random);
  const limits = config.rateLimits ? memoryThrottle(clock) : openThrottle;
  const throttle = signInThrottle(limits, clock);
  const passwords = await argonPasswords(config.argon2);

  const maker = memberMaker({ ...parts, passwords, policy: passwordPolicy() });
  const notices = memberNotices({ ...letters, log });
  const check = passwordCheck({ db, passwords, throttle });
  const base = { ...parts, maker, notices, passwordCheck: check, throttle };
  const secondFactor = secondFactorCheck({ ...base, box, keyed });
  const sessions = sessionService({
    ...base,
    refreshTokens: refreshTokens(random, keyed),
    sessionDays: config.sessionDays,
  });
  const verifications = verificationService({ ...letters, codeKey: secrets.codeKey });
  const members = memberService(base);
  const factors = secondFactorService({
    ...base,
    ...{ box, keyed, check: secondFactor, institutionName },
    isRequired: async (role) => (await settings()).secondFactorRoles.includes(role),
  });
  const accessTokens = accessTokenService({ ...base, mustMatch: check.mustMatch });

  return {
    members,
    handlers: {
      verifications: verificationHandlers(verifications),
      members: memberHandlers({
        ...{ members, sessions, secondFactor: factors },
        passwords: memberPasswords({ ...base, verifications }),
        exporter: memberExporter(parts),
      }),
      invitations: invitationHandlers(invitationService({ ...letters, maker })),
      sessions: sessionHandlers({
        sessions,
        signIn: signInWithPassword({ ...base, passwords, sessions, secondFactor }),
      }),
      secondFactor: secondFactorHandlers(factors),
      deviceCodes: deviceCodeHandlers(deviceCodeService({ ...parts, throttle: limits, openSession: sessions.open })),
      accessTokens: accessTokenHandlers(accessTokens),
      serviceAccounts: serviceAccountHandlers(serviceAccountService({ ...base, accessTokens })),
    },
  };
}
