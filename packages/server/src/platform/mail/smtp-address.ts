import { isIPv4 } from 'node:net';

export interface SmtpAddress {
  readonly host: string;
  /** The name its certificate must have, where that is not the host. */
  readonly servername: string | undefined;
  readonly port: number;
  /** TLS from the first byte. */
  readonly isSecure: boolean;
  readonly isLoopback: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | undefined;
}

const defaultPorts: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/**
 * Reads `smtp://user:password@host:587` or `smtps://…`. Options within the address are refused: nodemailer would take
 * `?tls.rejectUnauthorized=false` from it.
 * @throws Error, which does not hold the address: it may carry a password
 */
export function smtpAddress(text: string): SmtpAddress {
  const read = parse(text);
  if (read === undefined)
    throw new Error(
      'The SMTP address must look like smtp://user:password@host:587 or smtps://host, special characters percent-encoded',
    );
  return read;
}

function parse(text: string): SmtpAddress | undefined {
  const url = attempt(() => new URL(text));
  const defaultPort = defaultPorts[url?.protocol ?? ''];
  if (!url || defaultPort === undefined || url.hostname === '') return undefined;
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return undefined;
  const [user, pass] = [url.username, url.password].map((part) => attempt(() => decodeURIComponent(part)));
  if (user === undefined || pass === undefined || (user === '') !== (pass === '')) return undefined;
  const name = url.hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  const isLocalhost = name === 'localhost';
  return {
    // Never asked of a name server, whose answer could be another machine.
    host: isLocalhost ? '127.0.0.1' : name,
    servername: isLocalhost ? name : undefined,
    port: url.port === '' ? defaultPort : Number(url.port),
    isSecure: url.protocol === 'smtps:',
    isLoopback: isLocalhost || name === '::1' || (isIPv4(name) && name.startsWith('127.')),
    credentials: user === '' ? undefined : { user, pass },
  };
}

/** Without the error: it quotes what it was given. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
