import { isApiError } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import type { Cli } from '../../context.js';
import { type ExitCode, exitCodes } from '../../exit-codes.js';
import { toneOf, word } from '../../output/words.js';
import { flag, manyTexts, text } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';

/** What `accept` and `reject` take. */
export const decideArgs = {
  enrollments: manyTexts('enrollment', { en: 'ids of enrollments', ko: '수강 신청 ID' }, { optional: true }),
};
export const decideOptions = {
  allWaiting: flag({ en: 'all that wait (with --lecture)', ko: '대기 중인 모두 (--lecture와 함께)' }),
  lecture: text('lecture', { en: 'id or exact title of their lecture', ko: '강의 ID 또는 정확한 제목' }),
};

type Decision = 'accept' | 'reject';

interface Input {
  readonly enrollments: readonly string[];
  readonly allWaiting: boolean;
  readonly lecture: string | undefined;
}

interface Outcome {
  readonly enrollmentId: string;
  readonly outcome: string;
}

const mostInOneCall = 500;

/** Accepts or rejects many, says what became of each, and gives the exit code for all. */
export async function decide(cli: Cli, decision: Decision, input: Input): Promise<ExitCode> {
  const { enrollments, allWaiting, lecture } = input;
  if (allWaiting === enrollments.length > 0 || (allWaiting && lecture === undefined)) {
    throw usageError(cli.text.talk.whichEnrollments);
  }
  const outcomes =
    lecture === undefined ? await oneByOne(cli, decision, enrollments) : await inBulk(cli, decision, lecture, input);
  if (outcomes === undefined) return exitCodes.ok;
  const { titles } = cli.text.columns;
  cli.out.list(
    outcomes,
    [
      { title: titles.id, value: ({ enrollmentId }) => enrollmentId },
      {
        title: titles.outcome,
        value: ({ outcome }) => word(cli, outcome),
        tone: ({ outcome }) => toneOf(outcome) ?? 'bad',
      },
    ],
    cli.text.talk.nobodyWaits,
  );
  return exitCodeOf(decision, outcomes);
}

async function inBulk(
  cli: Cli,
  decision: Decision,
  lecture: string,
  { enrollments, allWaiting }: Input,
): Promise<Outcome[]> {
  const api = await cli.api();
  const id = await lectureId(cli, lecture);
  const decideSome = async (enrollmentIds: 'all_waiting' | string[]) =>
    (await api.enrollments.decideMany({ lectureId: id, decision, enrollmentIds })).results;
  if (allWaiting) return decideSome('all_waiting');
  const outcomes: Outcome[] = [];
  for (let at = 0; at < enrollments.length; at += mostInOneCall) {
    outcomes.push(...(await decideSome(enrollments.slice(at, at + mostInOneCall))));
  }
  return outcomes;
}

/** Without their lecture each enrollment is its own call; a refused one does not hold up the others. */
async function oneByOne(cli: Cli, decision: Decision, ids: readonly string[]): Promise<Outcome[] | undefined> {
  if (cli.dryRun) {
    cli.plan(ids.map((id) => ({ method: 'POST', path: `/v1/enrollments/${id}/decide`, body: { decision } })));
    return undefined;
  }
  const api = await cli.api();
  const bar = cli.progress(ids.length);
  const outcomes: Outcome[] = [];
  for (const enrollmentId of ids) {
    try {
      const { status } = await api.enrollments.decide({ enrollmentId, decision });
      outcomes.push({ enrollmentId, outcome: status });
    } catch (error) {
      // The first failure of all is an ordinary error; later ones must not hide what was done.
      if (outcomes.length === 0 && (ids.length === 1 || !isRefusal(error))) throw error;
      outcomes.push({ enrollmentId, outcome: isApiError(error) ? error.code : 'unknown' });
      if (!isRefusal(error)) break;
    }
    bar.step(outcomes.length);
  }
  bar.end();
  const untried = ids.slice(outcomes.length).map((enrollmentId) => ({ enrollmentId, outcome: 'not_tried' }));
  return [...outcomes, ...untried];
}

/** The server said no to this one; the next may fare better. */
const isRefusal = (error: unknown): boolean => isApiError(error) && error.status !== 401 && error.status < 500;

function exitCodeOf(decision: Decision, outcomes: readonly Outcome[]): ExitCode {
  const wanted = decision === 'accept' ? 'accepted' : 'rejected';
  const done = outcomes.filter(({ outcome }) => outcome === wanted).length;
  if (done === outcomes.length) return exitCodes.ok;
  if (done > 0) return exitCodes.partial;
  return outcomes.every(({ outcome }) => outcome === 'not_found') ? exitCodes.refused : exitCodes.conflict;
}
