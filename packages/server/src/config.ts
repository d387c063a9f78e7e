import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import * as z from 'zod';
import type { IceConfig } from './modules/rooms/ice.js';
import { type PaymentConfig, paymentConfig, paymentFaults, paymentVariables } from './payment-config.js';
import type { MailOptions } from './platform/mail/mailer.js';
import { parseSender } from './platform/mail/message.js';
import { smtpAddress } from './platform/mail/smtp-address.js';

const port = (fallback: number) => z.coerce.number<string | number>().int().min(0).max(65_535).default(fallback);
const flag = (fallback: boolean) =>
  z
    .enum(['on', 'off'])
    .default(fallback ? 'on' : 'off')
    .transform((value) => value === 'on');
const days = (fallback: number) => z.coerce.number<string | number>().int().min(1).max(36_500).default(fallback);
const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

const Environment = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  PORT: port(7070).describe('HTTP and sockets; 0 takes any free port'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('Address of the metrics'),
  METRICS_PORT: port(7071).describe('Prometheus metrics'),
  METRICS_TOKEN: z.string().min(16).optional().describe('Bearer token for the metrics; needed beyond loopback'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address people and agents use; the only source of links'),
  ALLOWED_ORIGINS: z.string().default('').describe('Further web origins that may open sockets, comma-separated'),
  TLS_CERT_FILE: z.string().optional().describe('PEM certificate chain'),
  TLS_KEY_FILE: z.string().optional().describe('PEM private key'),
  TRUST_PROXY: z.string().optional().describe('Addresses of the TLS proxy in front, comma-separated'),
  DATA_DIR: z.string().min(1).default('didacto-data').describe('Folder of the database and the server’s keys'),
  DATABASE_FILE: z.string().min(1).optional().describe('SQLite file; default DATA_DIR/didacto.sqlite'),
  INSTITUTION_NAME: z.string().min(1).max(80).default('DIDACTO').describe('Name given at the first start'),
  ACCESS_TOKEN_SECONDS: z.coerce
    .number<string | number>()
    .int()
    .min(5)
    .max(86_400)
    .default(900)
    .describe('Life of an access token'),
  SESSION_DAYS: z.coerce
    .number<string | number>()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('Life of a sign-in that is not used'),
  ARGON2_MEMORY_KIB: z.coerce
    .number<string | number>()
    .int()
    .min(8)
    .max(4_194_304)
    .default(19_456)
    .describe('argon2id memory, KiB'),
  ARGON2_PASSES: z.coerce.number<string | number>().int().min(1).max(100).default(2).describe('argon2id passes'),
  BUSINESS_TZ: z
    .string()
    .default('Asia/Seoul')
    .refine(isTimeZone, 'must be a time zone such as Asia/Seoul')
    .describe('Time zone of dates that people read'),
  MAIL: z
    .enum(['console', 'file', 'smtp'])
    .optional()
    .describe('How mail leaves: console, file or smtp; default smtp with SMTP_URL, else file'),
  MAIL_DIR: z.string().min(1).optional().describe('Folder of mails as files; default DATA_DIR/mail'),
  MAIL_FROM: z
    .string()
    .max(200)
    .optional()
    .describe('Sender of mails, as School <no-reply@school.example>; needed for SMTP'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Mail server: smtp://user:password@host:587 or smtps://…'),
  RETENTION_SESSION_DAYS: days(90).describe('Ended sign-ins and expired tokens are kept so many days'),
  RETENTION_ATTENDANCE_DAYS: days(1_095).describe('Attendance of lessons is kept so many days'),
  RETENTION_VIEW_DAYS: days(365).describe('View records are kept so many days'),
  RETENTION_AUDIT_DETAIL_DAYS: days(365).describe('Addresses in the audit log are kept so many days'),
  RETENTION_AUDIT_DAYS: days(1_825).describe('The audit log is kept so many days'),
  RATE_LIMITS: flag(true).describe('Limits of tries per address and account: on or off'),
  ICE_STUN_URLS: z.string().optional().describe('STUN servers of live rooms, as stun:host:3478, comma-separated'),
  ICE_TURN_URLS: z.string().optional().describe('TURN servers of live rooms, as turn:host:3478 or turns:…'),
  ICE_TURN_SECRET: z.string().min(16).optional().describe('Secret that the TURN server knows (static-auth-secret)'),
  ICE_TURN_TTL_SECONDS: z.coerce
    .number<string | number>()
    .int()
    .min(60)
    .max(86_400)
    .default(3_600)
    .describe('Life of TURN credentials'),
  ICE_RELAY_ONLY: flag(false).describe(
    'Live rooms by TURN only, so that no side learns the other’s address: on or off',
  ),
  ...paymentVariables,
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least level logged'),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly metrics: { readonly host: string; readonly port: number; readonly token: string | undefined };
  readonly publicUrl: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  readonly databaseFile: string;
  readonly institutionName: string;
  readonly accessTokenSeconds: number;
  readonly sessionDays: number;
  readonly argon2: { readonly memoryKib: number; readonly passes: number };
  readonly businessTimeZone: string;
  readonly mail: MailOptions;
  readonly retention: RetentionDays;
  readonly rateLimits: boolean;
  readonly ice: IceConfig;
  readonly payments: PaymentConfig;
  readonly logLevel: string;
}

/** Days that records are kept. */
export interface RetentionDays {
  readonly sessions: number;
  readonly attendance: number;
  readonly views: number;
  readonly auditDetails: number;
  readonly audit: number;
}

/** Everything that is wrong with the environment, one line a variable. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Reads the configuration; `NAME_FILE` gives a variable's value from a file. @throws ConfigError naming all faults at once */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const readFile = (name: string, path: string): Buffer | undefined => {
    try {
      return readFileSync(path);
    } catch (error) {
      problems.push(`${name}: cannot read ${path} (${error instanceof Error ? error.message : String(error)})`);
      return undefined;
    }
  };
  const known = Object.keys(Environment.shape);
  const values = Object.fromEntries(
    known.map((name) => {
      const file = env[`${name}_FILE`];
      const value = file === undefined ? env[name] : readFile(`${name}_FILE`, file)?.toString('utf8').trim();
      return [name, value === '' ? undefined : value];
    }),
  );
  const parsed = Environment.safeParse(values);
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  problems.push(...faultsTogether(values));
  const tls = readTls(values, readFile, problems);
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data, tls);
}

type Values = Readonly<Record<string, string | undefined>>;
type Env = z.output<typeof Environment>;

/** What is wrong between variables; reads them as given, so that it is named beside what is wrong with each. */
function faultsTogether(env: Values): string[] {
  const beyondLoopback = (host: string | undefined) => host !== undefined && !loopbackHosts.has(host);
  const hasTls = env.TLS_CERT_FILE !== undefined && env.TLS_KEY_FILE !== undefined;
  const faults: string[] = [];
  if ((env.TLS_CERT_FILE === undefined) !== (env.TLS_KEY_FILE === undefined))
    faults.push(`${env.TLS_KEY_FILE ? 'TLS_CERT_FILE' : 'TLS_KEY_FILE'}: certificate and key go together`);
  if (beyondLoopback(env.HOST) && !hasTls && env.TRUST_PROXY === undefined)
    faults.push('HOST: beyond loopback TLS is needed: set TLS_CERT_FILE and TLS_KEY_FILE, or TRUST_PROXY');
  if (beyondLoopback(env.HOST) && env.PUBLIC_URL === undefined) faults.push('PUBLIC_URL: is needed beyond loopback');
  if (beyondLoopback(env.METRICS_HOST) && env.METRICS_TOKEN === undefined)
    faults.push('METRICS_TOKEN: is needed when METRICS_HOST is not loopback');
  faults.push(...mailFaults(env), ...iceFaults(env), ...paymentFaults(env));
  if (beyondLoopback(env.HOST) && env.MAIL === undefined && env.SMTP_URL === undefined)
    faults.push('SMTP_URL: is needed beyond loopback; or say MAIL=file or MAIL=console');
  const strange = list(env.TRUST_PROXY).filter((proxy) => !isProxyAddress(proxy));
  if (strange.length > 0) faults.push(`TRUST_PROXY: ${strange.join(', ')} is no address, network or known name`);
  return faults;
}

/** What express takes: an address, a network as `10.0.0.0/8`, or a name of a range. */
function isProxyAddress(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits] = text.split('/', 2);
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  return family !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

function readTls(
  env: Values,
  readFile: (name: string, path: string) => Buffer | undefined,
  problems: string[],
): Config['tls'] {
  const cert = env.TLS_CERT_FILE === undefined ? undefined : readFile('TLS_CERT_FILE', env.TLS_CERT_FILE);
  const key = env.TLS_KEY_FILE === undefined ? undefined : readFile('TLS_KEY_FILE', env.TLS_KEY_FILE);
  if (!cert || !key) return undefined;
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    problems.push(
      `TLS_CERT_FILE, TLS_KEY_FILE: do not fit (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  return { cert, key };
}

const toConfig = (env: Env, tls: Config['tls']): Config => ({
  host: env.HOST,
  port: env.PORT,
  metrics: { host: env.METRICS_HOST, port: env.METRICS_PORT, token: env.METRICS_TOKEN },
  publicUrl: env.PUBLIC_URL?.replace(/\/$/, ''),
  allowedOrigins: list(env.ALLOWED_ORIGINS),
  tls,
  trustedProxies: list(env.TRUST_PROXY),
  dataDir: env.DATA_DIR,
  databaseFile: env.DATABASE_FILE ?? join(env.DATA_DIR, 'didacto.sqlite'),
  institutionName: env.INSTITUTION_NAME,
  accessTokenSeconds: env.ACCESS_TOKEN_SECONDS,
  sessionDays: env.SESSION_DAYS,
  argon2: { memoryKib: env.ARGON2_MEMORY_KIB, passes: env.ARGON2_PASSES },
  businessTimeZone: env.BUSINESS_TZ,
  mail: mailOptions(env),
  retention: {
    sessions: env.RETENTION_SESSION_DAYS,
    attendance: env.RETENTION_ATTENDANCE_DAYS,
    views: env.RETENTION_VIEW_DAYS,
    auditDetails: env.RETENTION_AUDIT_DETAIL_DAYS,
    audit: env.RETENTION_AUDIT_DAYS,
  },
  rateLimits: env.RATE_LIMITS,
  ice: iceConfig(env),
  payments: paymentConfig(env),
  logLevel: env.LOG_LEVEL,
});

const noSender = 'DIDACTO <no-reply@didacto.example>';

function mailFaults({ MAIL, MAIL_FROM, SMTP_URL }: Values): string[] {
  const faults: string[] = [];
  if (MAIL === 'smtp' && SMTP_URL === undefined) faults.push('SMTP_URL: is needed for MAIL=smtp');
  if (SMTP_URL !== undefined && MAIL_FROM === undefined) faults.push('MAIL_FROM: is needed for SMTP');
  if (SMTP_URL !== undefined) faults.push(...faultOf('SMTP_URL', () => smtpAddress(SMTP_URL)));
  if (MAIL_FROM !== undefined) faults.push(...faultOf('MAIL_FROM', () => parseSender(MAIL_FROM)));
  return faults;
}

function iceFaults({ ICE_STUN_URLS, ICE_TURN_URLS, ICE_TURN_SECRET, ICE_RELAY_ONLY }: Values): string[] {
  const faults: string[] = [];
  const strange = (variable: string, urls: string | undefined, form: RegExp) => {
    const found = list(urls).filter((url) => !form.test(url));
    if (found.length > 0) faults.push(`${variable}: ${found.join(', ')} is no address of such a server`);
  };
  strange('ICE_STUN_URLS', ICE_STUN_URLS, /^stuns?:[^\s/?]+$/);
  strange('ICE_TURN_URLS', ICE_TURN_URLS, /^turns?:[^\s/?]+(\?transport=(udp|tcp))?$/);
  if ((ICE_TURN_URLS === undefined) !== (ICE_TURN_SECRET === undefined))
    faults.push(`${ICE_TURN_URLS ? 'ICE_TURN_SECRET' : 'ICE_TURN_URLS'}: TURN servers and their secret go together`);
  if (ICE_RELAY_ONLY === 'on' && ICE_TURN_URLS === undefined)
    faults.push('ICE_TURN_URLS: is needed for ICE_RELAY_ONLY=on');
  return faults;
}

const iceConfig = (env: Env): IceConfig => ({
  stunUrls: list(env.ICE_STUN_URLS),
  turn:
    env.ICE_TURN_SECRET === undefined
      ? undefined
      : { urls: list(env.ICE_TURN_URLS), secret: env.ICE_TURN_SECRET, ttlSeconds: env.ICE_TURN_TTL_SECONDS },
  relayOnly: env.ICE_RELAY_ONLY,
});

function faultOf(variable: string, read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    return [`${variable}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function mailOptions({ MAIL, MAIL_DIR, MAIL_FROM: from = noSender, SMTP_URL, DATA_DIR }: Env): MailOptions {
  if (SMTP_URL !== undefined && (MAIL ?? 'smtp') === 'smtp') return { kind: 'smtp', url: SMTP_URL, from };
  if (MAIL === 'console') return { kind: 'console', from };
  return { kind: 'file', folder: MAIL_DIR ?? join(DATA_DIR, 'mail'), from };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Names, defaults and meanings, for `didacto-server config --help`. */
export const describeConfig = (): { name: string; meaning: string }[] =>
  Object.entries(Environment.shape).map(([name, schema]) => ({
    name,
    meaning: z.globalRegistry.get(schema)?.description ?? schema.description ?? '',
  }));
