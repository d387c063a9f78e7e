import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import * as z from 'zod';

const port = (fallback: number) => z.coerce.number<string | number>().int().min(0).max(65_535).default(fallback);
const flag = (fallback: boolean) =>
  z
    .enum(['on', 'off'])
    .default(fallback ? 'on' : 'off')
    .transform((value) => value === 'on');
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
  RATE_LIMITS: flag(true).describe('Limits of tries per address and account: on or off'),
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
  readonly rateLimits: boolean;
  readonly logLevel: string;
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
  rateLimits: env.RATE_LIMITS,
  logLevel: env.LOG_LEVEL,
});

/** Names, defaults and meanings, for `didacto-server config --help`. */
export const describeConfig = (): { name: string; meaning: string }[] =>
  Object.entries(Environment.shape).map(([name, schema]) => ({
    name,
    meaning: z.globalRegistry.get(schema)?.description ?? schema.description ?? '',
  }));
