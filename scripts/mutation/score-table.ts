import { summaryOf, type TriedMutant } from './mutants.js';

type Row = readonly (string | number)[];

/** The counts of each file and of all, one a line. */
export function tableOf(
  results: readonly { readonly file: string; readonly mutants: readonly TriedMutant[] }[],
): string {
  const row = (name: string, mutants: readonly TriedMutant[]): Row => {
    const { killed, survived, timeout, noCoverage, score } = summaryOf(mutants);
    return [name, killed, survived, timeout, noCoverage, score];
  };
  const rows: readonly Row[] = [
    ['file', 'killed', 'survived', 'timeout', 'no coverage', 'score'],
    ...results.map(({ file, mutants }) => row(shortName(file), mutants)),
    row(
      'all',
      results.flatMap(({ mutants }) => mutants),
    ),
  ];
  return rows
    .map(([name = '', ...rest]) => [`${name}`.padEnd(28), ...rest.map((one) => `${one}`.padStart(12))].join(''))
    .join('\n');
}

/** Its folder tells two services apart. */
const shortName = (file: string): string => file.split('/').slice(-2).join('/');
