import { rootCertificates } from 'node:tls';
import { createTransport, type SMTPPoolOptions } from 'nodemailer';
import type { Clock } from '../clock.js';
import { smtpFailure } from './mail-failure.js';
import type { Mailer, SmtpOptions } from './mailer.js';
import { closedContent, messageOf, type Sender } from './message.js';
import { smtpAddress } from './smtp-address.js';

/** How long one letter may take: a server that trickles its replies never runs into the other limits. */
export const letterMs = 120_000;
const limits = { dnsTimeout: 10_000, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

/** How nodemailer is to connect: never in clear beyond this machine. @throws Error */
export function poolOptions({ url, ca, requireTls = false }: SmtpOptions): SMTPPoolOptions & { pool: true } {
  const { host, servername, port, isSecure, isLoopback, credentials } = smtpAddress(url);
  const isClear = !isSecure && isLoopback && !requireTls;
  return {
    pool: true,
    host,
    servername,
    port,
    secure: isSecure,
    requireTLS: !isSecure && !isClear,
    // A local mail server often offers STARTTLS with a certificate that nobody can check.
    ignoreTLS: isClear,
    ...(ca !== undefined && { tls: { ca: [...rootCertificates, ca] } }),
    ...(credentials && { auth: credentials }),
    ...limits,
    // The postman alone tries again.
    maxRequeues: 0,
    ...closedContent,
  };
}

/** Sends through a mail server, over connections that are kept. @throws Error when the address is wrong */
export function smtpMailer(sender: Sender, options: SmtpOptions, clock: Clock): Mailer {
  const transport = createTransport(poolOptions(options));
  return {
    send: async (letter) => {
      const patience = new AbortController();
      const cancel = clock.every(letterMs, () => patience.abort());
      try {
        await transport.sendMail({ ...messageOf(sender, letter, clock.now()), signal: patience.signal });
      } catch (error) {
        throw smtpFailure(error);
      } finally {
        cancel();
      }
    },
    close: async () => transport.close({ force: true }),
  };
}
