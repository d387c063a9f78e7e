import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

// Whatever is logged by mistake, these never reach a file.
const redact = [
  'authorization',
  'cookie',
  'password',
  'currentPassword',
  'accessToken',
  'refreshToken',
  'token',
  'code',
  'signature',
  'challenge',
]
  .flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  .filter((path) => path !== 'code' && path !== '*.code');

/** Logs go to standard error: standard output is for the address the server prints when it is ready. */
export const createLogger = (level: string, destination: DestinationStream = pino.destination(2)): Logger =>
  pino({ level, redact: { paths: redact, censor: '[redacted]' }, base: undefined }, destination);
