import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A letter as it arrived. */
export interface Delivered {
  readonly mail: ParsedMail;
  readonly raw: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: unknown;
}

export interface Reply {
  readonly code: number;
  readonly text: string;
}

/** A real SMTP server over loopback. */
export interface PostOffice {
  readonly url: string;
  readonly port: number;
  readonly delivered: readonly Delivered[];
  /** Letters that were brought, also those refused. */
  brought(): number;
  close(): Promise<void>;
}

interface Options {
  readonly port?: number;
  readonly server?: SMTPServerOptions;
  /** Refuses the nth letter brought, from 1, at its end; undefined takes it. */
  readonly refuse?: (nth: number) => Reply | undefined;
}

const asError = ({ code, text }: Reply): Error => Object.assign(new Error(text), { responseCode: code });

/** Takes clear text only, and any account or none. */
const plain: SMTPServerOptions = {
  disabledCommands: ['STARTTLS'],
  authOptional: true,
  onAuth: ({ username }, _session, done) => done(null, { user: username }),
};

export async function openPostOffice({ port = 0, server = plain, refuse }: Options = {}): Promise<PostOffice> {
  const delivered: Delivered[] = [];
  let brought = 0;
  const smtp = new SMTPServer({
    disableReverseLookup: true,
    closeTimeout: 1,
    logger: false,
    onData: (stream, session, done) => {
      const take = async (): Promise<void> => {
        const bytes = await buffer(stream);
        const reply = refuse?.(++brought);
        if (reply) throw asError(reply);
        const { mailFrom, rcptTo } = session.envelope;
        delivered.push({
          mail: await simpleParser(bytes),
          raw: bytes.toString(),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user,
        });
      };
      take().then(() => done(), done);
    },
    ...server,
  });
  // A client that trusts no certificate breaks the connection off.
  smtp.on('error', () => undefined);
  const listener = await new Promise<ReturnType<SMTPServer['listen']>>((resolve) => {
    const listening = smtp.listen(port, '127.0.0.1', () => resolve(listening));
  });
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('the post office has no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    port: address.port,
    delivered,
    brought: () => brought,
    close: () => new Promise((resolve) => smtp.close(resolve)),
  };
}
