import type { AuditAction } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import type { Cli } from '../../context.js';
import { isAction, knownActions } from '../../i18n/actions.js';
import { text, time } from '../../params.js';
import { idOrMember } from '../../resolve/anything.js';

/** Which entries of the log are meant. */
export const filterOptions = {
  actor: text('who', { en: 'who did it: an id, or a member', ko: '행위자: ID 또는 회원' }),
  subject: text('what', { en: 'what it is about: an id, or a member', ko: '대상: ID 또는 회원' }),
  action: text('action', { en: 'what was done, such as member.suspended', ko: '동작, 예: member.suspended' }),
  from: time({ en: 'from this time on', ko: '이 시각부터' }),
  to: time({ en: 'up to this time', ko: '이 시각까지' }, { end: true }),
};

interface Filters {
  readonly actor: string | undefined;
  readonly subject: string | undefined;
  readonly action: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The filters as the API takes them. */
export async function queryOf(cli: Cli, { actor, subject, action, from, to }: Filters) {
  return {
    actorId: actor === undefined ? undefined : await idOrMember(cli, actor),
    subjectId: subject === undefined ? undefined : await idOrMember(cli, subject),
    action: action === undefined ? undefined : knownAction(cli, action),
    from,
    to,
  };
}

function knownAction(cli: Cli, action: string): AuditAction {
  if (!isAction(action)) throw usageError(cli.text.audit.unknownAction(action, knownActions.join(', ')));
  return action;
}

/** Whether anything is left out. */
export const isFiltered = (query: Awaited<ReturnType<typeof queryOf>>): boolean =>
  Object.values(query).some((value) => value !== undefined);
