import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Wherever one of these stands in a log line, its value is not written. */
const secrets = ['token', 'accessToken', 'refreshToken', 'password', 'signature', 'serverSignature', 'nonce', 'bytes'];
const redact = { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' };

/** JSON lines, on stderr for journald and its like. */
export const agentLog = (level = 'info', to: DestinationStream = pino.destination({ dest: 2, sync: true })): Log =>
  pino({ level, redact, base: { name: 'didacto-agent' } }, to);

export const noLog = (): Log => pino({ level: 'silent' });
