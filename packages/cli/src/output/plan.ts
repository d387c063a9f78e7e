import type { PlannedRequest } from '../client/dry-run.js';
import type { TalkMessages } from '../i18n/talk.js';
import type { Output } from './output.js';
import { safeJson } from './safe-text.js';

/** Shows what a dry run would have sent: data on stdout, as all that is asked for. */
export function describePlan(out: Output, talk: TalkMessages, requests: readonly PlannedRequest[]): void {
  out.data({ dryRun: true, requests }, () => [
    talk.dryRun,
    ...requests.map(({ method, path, body }) => `  ${method} ${path}${body === undefined ? '' : ` ${safeJson(body)}`}`),
  ]);
}
