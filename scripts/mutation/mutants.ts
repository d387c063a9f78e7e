import * as z from 'zod';

const Position = z.object({ line: z.number(), column: z.number() });

/** What became of a mutant. `failed`: it could not be tried, such as one that does not load; it counts for nothing. */
const Status = z.enum(['killed', 'survived', 'timeout', 'no coverage', 'failed']);

export const TriedMutant = z.object({
  mutator: z.string(),
  replacement: z.string(),
  start: Position,
  end: Position,
  status: Status,
});
export type TriedMutant = z.infer<typeof TriedMutant>;

const statuses: Readonly<Record<string, z.infer<typeof Status>>> = {
  Killed: 'killed',
  Survived: 'survived',
  Timeout: 'timeout',
  NoCoverage: 'no coverage',
};

const Report = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().default(''),
          location: z.object({ start: Position, end: Position }),
          status: z.string(),
        }),
      ),
    }),
  ),
});

/** The mutants of Stryker's JSON report of one file. */
export const mutantsOfReport = (text: string): TriedMutant[] =>
  Object.values(Report.parse(JSON.parse(text)).files).flatMap(({ mutants }) =>
    mutants.map(({ mutatorName, replacement, location, status }) => ({
      ...{ mutator: mutatorName, replacement, ...location },
      status: statuses[status] ?? 'failed',
    })),
  );

/** The same for the same change at the same place. */
const keyOf = ({ mutator, replacement, start, end }: TriedMutant): string =>
  JSON.stringify([mutator, replacement, start, end]);

/** What lives, or was never reached. */
export const isAlive = ({ status }: TriedMutant): boolean => status === 'survived' || status === 'no coverage';

/** The mutants after some of them were tried again. */
export function triedAgain(before: readonly TriedMutant[], after: readonly TriedMutant[]): TriedMutant[] {
  const later = new Map(after.map((mutant) => [keyOf(mutant), mutant]));
  return before.map((mutant) => (isAlive(mutant) ? (later.get(keyOf(mutant)) ?? mutant) : mutant));
}

/** Counts of each outcome; the score is the share, in percent, of those found out among those that could be tried. */
export function summaryOf(mutants: readonly TriedMutant[]) {
  const count = (status: TriedMutant['status']): number => mutants.filter((one) => one.status === status).length;
  const [killed, survived] = [count('killed'), count('survived')];
  const [timeout, noCoverage] = [count('timeout'), count('no coverage')];
  const tried = killed + survived + timeout + noCoverage;
  const score = tried === 0 ? 100 : Math.floor(((killed + timeout) * 10_000) / tried) / 100;
  return { killed, survived, timeout, noCoverage, score };
}
