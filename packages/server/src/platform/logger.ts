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

export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino(
    { level, redact: { paths: redact, censor: '[redacted]' }, base: undefined },
    ...(destination ? [destination] : []),
  );
