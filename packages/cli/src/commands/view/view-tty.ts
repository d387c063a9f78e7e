import { readFile } from 'node:fs/promises';
import { CliError, usageError } from '../../cli-error.js';
import type { Cli } from '../../context.js';
import { type ExitCode, exitCodes } from '../../exit-codes.js';
import { hold } from '../../hold.js';
import type { PageTarget } from '../../view/page-server.js';
import type { TtyEnd } from '../../view/tty/run-tty.js';

const exitCodeOf: Readonly<Record<string, ExitCode>> = {
  lesson_ended: exitCodes.ok,
  session_ended: exitCodes.needsLogin,
  forbidden: exitCodes.forbidden,
  consent_missing: exitCodes.forbidden,
  consent_withdrawn: exitCodes.forbidden,
  not_found: exitCodes.refused,
};

/** Shows one student in this terminal. A guardian process makes it whole again whatever happens. */
export async function viewInTerminal(cli: Cli, target: PageTarget): Promise<number> {
  const { isInteractive } = await import('../../wall/run-wall.js');
  const terminal = { stdin: process.stdin, stdout: process.stdout, env: cli.host.env };
  if (cli.out.json || !isInteractive(terminal)) throw usageError(cli.text.live.needsTerminal);
  const { isGuarded, runGuarded } = await import('../../wall/guard.js');
  const work = isGuarded(terminal.env)
    ? viewHere(cli, target, terminal)
    : runGuarded(process.argv.slice(1), terminal.env);
  // A signal ends the view through its own handlers first.
  return hold(cli.host.holds, work);
}

type Terminal = Pick<Parameters<typeof import('../../view/tty/run-tty.js').runTty>[0], 'stdin' | 'stdout' | 'env'>;

async function viewHere(cli: Cli, target: PageTarget, terminal: Terminal): Promise<number> {
  const [{ openRoomSource }, { runTty }] = await Promise.all([
    import('../../view/tty/room-source.js'),
    import('../../view/tty/run-tty.js'),
  ]);
  const source = openRoomSource({ api: await cli.api(), target, ca: await certificates(cli) });
  try {
    const { language } = cli;
    return codeOf(cli, await runTty({ ...terminal, language, join: source.join }));
  } finally {
    source.close();
  }
}

function codeOf(cli: Cli, end: TtyEnd): number {
  if (end.kind === 'signal') return end.exitCode;
  if (end.kind !== 'ended') return end.kind === 'left' ? exitCodes.ok : exitCodes.interrupted;
  const code = exitCodeOf[end.code] ?? exitCodes.conflict;
  if (code !== exitCodes.ok) throw new CliError(end.code, end.message, code);
  cli.out.say(end.message);
  return code;
}

/** Certificates to trust besides the usual ones, PEM. */
export async function certificates({ settings: { caFile } }: Cli): Promise<string | undefined> {
  return caFile === undefined ? undefined : readFile(caFile, 'utf8');
}
