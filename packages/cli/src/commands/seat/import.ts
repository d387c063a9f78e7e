import { readFile } from 'node:fs/promises';
import type { SeatRow } from '@didacto/sdk';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { type LeftOutRow, readSeats } from '../../csv/read-seats.js';
import { exitCodes } from '../../exit-codes.js';
import { toneOf, word } from '../../output/words.js';
import { neededText } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';

const mostInOneCall = 2000;
const fine = new Set(['created', 'moved', 'unchanged', 'skipped']);

export const seatImport = command({
  name: 'import',
  summary: { en: 'Assign seats from a CSV file', ko: 'CSV 파일로 좌석을 배정합니다' },
  details: {
    en: 'The first row has the titles device (or 기기: an id, or lab/name) and student (or 학생: an id or e-mail). Commas, semicolons or tabs; UTF-8 or CP949. Good rows are assigned, each row is reported, and importing again changes nothing. With --dry-run the server checks every row and assigns none.',
    ko: '첫 줄은 제목입니다: device 또는 기기(ID나 실습실/이름), student 또는 학생(ID나 이메일). 쉼표, 세미콜론, 탭과 UTF-8, CP949를 읽습니다. 올바른 줄은 배정하고 줄마다 결과를 알리며, 다시 가져와도 바뀌지 않습니다. --dry-run이면 서버가 모든 줄을 점검만 합니다.',
  },
  args: {
    lecture: lectureArgument,
    file: neededText('file', { en: 'the CSV file, - for stdin', ko: 'CSV 파일, 표준 입력은 -' }),
  },
  examples: [
    'didacto seat import "파이썬 기초" seats.csv --dry-run',
    'didacto seat import "Web" 좌석.csv',
    'didacto seat export "Web" | didacto seat import "Web" - --json',
  ],
  changes: true,
  run: async (cli, { lecture, file }) => {
    const { rows, leftOut } = readSeats(file === '-' ? await cli.readStdin() : await readFile(file));
    const results = rows.length === 0 ? [] : await send(cli, await lectureId(cli, lecture), rows);
    return report(
      cli,
      rows,
      [...results, ...leftOut].sort((a, b) => a.line - b.line),
    );
  },
});

interface Result {
  readonly line: number;
  readonly outcome: string;
}

async function send(cli: Cli, id: string, rows: readonly SeatRow[]): Promise<Result[]> {
  // The server itself knows a dry run here and answers for each row, so this call is let through.
  const api = await cli.unheldApi();
  const bar = cli.progress(rows.length);
  const results: Result[] = [];
  try {
    for (let at = 0; at < rows.length; at += mostInOneCall) {
      const part = rows.slice(at, at + mostInOneCall);
      results.push(...(await api.seats.import({ lectureId: id, rows: part, dryRun: cli.dryRun })).results);
      bar.step(results.length);
    }
  } finally {
    bar.end();
  }
  return results;
}

function report(cli: Cli, rows: readonly SeatRow[], results: readonly (Result | LeftOutRow)[]): number {
  const { titles } = cli.text.columns;
  const byLine = new Map(rows.map((row) => [row.line, row]));
  const shown = results.map(({ line, outcome }) => ({
    line,
    device: byLine.get(line)?.device ?? null,
    student: byLine.get(line)?.student ?? null,
    outcome,
  }));
  cli.out.data({ dryRun: cli.dryRun, results: shown }, () => []);
  if (!cli.out.json) {
    cli.out.list(
      shown,
      [
        { title: titles.line, value: ({ line }) => String(line) },
        { title: titles.device, value: ({ device }) => device ?? '-' },
        { title: titles.student, value: ({ student }) => student ?? '-' },
        {
          title: titles.outcome,
          value: ({ outcome }) => word(cli, outcome),
          tone: ({ outcome }) => toneOf(outcome) ?? (fine.has(outcome) ? undefined : 'bad'),
        },
      ],
      cli.text.talk.none,
    );
  }
  const bad = shown.filter(({ outcome }) => !fine.has(outcome)).length;
  cli.out.say(cli.text.talk.imported(shown.length - bad, bad, cli.dryRun));
  if (bad === 0) return exitCodes.ok;
  return bad < shown.length ? exitCodes.partial : exitCodes.refused;
}
