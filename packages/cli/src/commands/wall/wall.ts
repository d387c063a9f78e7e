import { readFile } from 'node:fs/promises';
import type { Lecture } from '@didacto/sdk';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { flag } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';

export const wall = command({
  name: 'wall',
  summary: { en: 'Watch all screens of a lesson', ko: '수업의 모든 화면을 봅니다' },
  details: {
    en: 'Looking is recorded, and students can read the record. With --once it prints one state and ends; --json implies it.',
    ko: '본 기록이 남으며 학생이 볼 수 있습니다. --once는 한 번만 출력하고 끝나며, --json도 그렇습니다.',
  },
  args: { lecture: lectureArgument },
  options: { once: flag({ en: 'print once instead of watching', ko: '계속 보지 않고 한 번만 출력합니다' }) },
  examples: ['didacto wall "파이썬 기초"', 'didacto wall "Web" --once', 'didacto wall "Web" --json'],
  run: async (cli, { lecture, once }) => {
    const { isInteractive } = await import('../../wall/run-wall.js');
    const terminal = { stdin: process.stdin, stdout: process.stdout, env: { ...cli.host.env } };
    const printed = once || cli.out.json || !isInteractive(terminal);
    return printed ? printWall(cli, lecture) : watchWall(cli, lecture, terminal);
  },
});

type Terminal = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
};

const find = async (cli: Cli, lecture: string): Promise<Lecture> =>
  (await cli.api()).lectures.get({ lectureId: await lectureId(cli, lecture) });

async function open(cli: Cli, found: Lecture, pictures: boolean) {
  const api = await cli.api();
  const { caFile } = cli.settings;
  const ca = caFile === undefined ? undefined : await readFile(caFile, 'utf8');
  const { openWallSource } = await import('./wall-source.js');
  return openWallSource({ api, lecture: found, pictures, language: cli.language, ...(ca !== undefined && { ca }) });
}

async function printWall(cli: Cli, lecture: string): Promise<undefined> {
  const colour = !cli.out.json && cli.out.paint('good', '') !== '';
  const source = await open(cli, await find(cli, lecture), colour);
  try {
    const { renderOnce } = await import('../../wall/render-once.js');
    const how = { json: cli.out.json, width: cli.out.width ?? 80, lang: cli.language, colour, now: source.now() };
    cli.out.raw(await renderOnce(source.snapshot(), how));
  } finally {
    await source.close();
  }
}

/** A guardian process makes the terminal whole again whatever happens to the wall. */
async function watchWall(cli: Cli, lecture: string, terminal: Terminal): Promise<number> {
  const { isGuarded, runGuarded } = await import('../../wall/guard.js');
  const work = isGuarded(terminal.env)
    ? watchHere(cli, lecture, terminal)
    : runGuarded(process.argv.slice(1), terminal.env);
  // A signal ends the wall through its own handlers first.
  cli.host.holds.add(work);
  return work.finally(() => cli.host.holds.delete(work));
}

async function watchHere(cli: Cli, lecture: string, terminal: Terminal): Promise<number> {
  const [{ runWall }, { liveStudents }] = await Promise.all([
    import('../../wall/run-wall.js'),
    import('./live-students.js'),
  ]);
  const found = await find(cli, lecture);
  const live = await liveStudents(cli, found.id);
  return runWall({ ...terminal, source: await open(cli, found, true), lang: cli.language, live });
}
