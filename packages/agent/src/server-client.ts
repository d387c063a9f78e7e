import { readFileSync } from 'node:fs';
import { createDidacto, type Didacto, type DidactoOptions } from '@didacto/sdk';
import { AgentFailure, systemCode } from './failure.js';
import { httpFetch } from './http-fetch.js';

export interface Trust {
  /** PEM of a school's own authority, to trust besides the usual ones. */
  readonly ca?: string | undefined;
}

/** @throws AgentFailure ca_unreadable */
export function readCa(file: string | undefined): Trust {
  if (file === undefined) return {};
  try {
    return { ca: readFileSync(file, 'utf8') };
  } catch (cause) {
    const message = `The certificate file ${file} cannot be read: ${systemCode(cause) ?? cause}`;
    throw new AgentFailure('ca_unreadable', message, 2, { cause });
  }
}

/** A client that answers soon or not at all: who calls tries again by itself. @throws InsecureAddressError */
export const serverClient = (baseUrl: string, { ca }: Trust = {}, auth?: DidactoOptions['auth']): Didacto =>
  createDidacto({
    baseUrl,
    timeoutMs: 5_000,
    retry: { retries: 0 },
    fetch: httpFetch(ca),
    ...(auth !== undefined && { auth }),
  });
