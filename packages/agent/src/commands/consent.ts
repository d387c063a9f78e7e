import type { Consent } from '@didacto/sdk/contract';
import { consentParts } from '../consent-parts.js';
import { AgentFailure } from '../failure.js';
import type { Host } from '../host.js';
import { askConsent, askInstance, instanceAddress } from '../instance.js';

type Answer = 'yes' | 'no';

export interface ConsentInput extends Partial<Record<keyof Consent, Answer>> {
  readonly dir: string;
  readonly json?: boolean;
}

/** `consent`: what the student here allows in the lesson that is on; changes it where an answer is given. */
export async function consentCommand(host: Host, input: ConsentInput): Promise<void> {
  const { path } = instanceAddress(input.dir, host.env);
  const change = Object.fromEntries(
    consentParts.flatMap((part) => (input[part] === undefined ? [] : [[part, input[part] === 'yes'] as const])),
  );
  const consent = Object.keys(change).length === 0 ? await allowedNow(host, path) : await changed(host, path, change);
  host.say(input.json ? JSON.stringify(consent) : host.texts.say.allowed(consent));
}

/** @throws AgentFailure not_running, no_lesson */
async function allowedNow(host: Host, path: string): Promise<Consent> {
  const status = await askInstance(path);
  if (status === undefined) throw notRunning(host);
  if (status.live === null) throw failureOf(host, 'no_lesson');
  return status.live.consent;
}

/** @throws AgentFailure not_running, no_lesson, or what the server says */
async function changed(host: Host, path: string, change: Partial<Consent>): Promise<Consent> {
  const reply = await askConsent(path, change);
  if (reply === undefined) throw notRunning(host);
  if (!reply.ok) throw failureOf(host, reply.code);
  return reply.consent;
}

const notRunning = (host: Host) => new AgentFailure('not_running', host.texts.say.notRunning);

const failureOf = ({ texts: { say } }: Host, code: string) =>
  new AgentFailure(code, code === 'no_lesson' ? say.noLesson : say.notChanged);
