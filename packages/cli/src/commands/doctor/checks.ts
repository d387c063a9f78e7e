import { stat } from 'node:fs/promises';
import { ConnectionError, type Institution, isApiError } from '@didacto/sdk';
import type { Cli } from '../../context.js';

/** What one check found. */
export interface Finding {
  readonly check: 'server' | 'clock' | 'sign_in' | 'configuration' | 'terminal';
  readonly result: 'ok' | 'warning' | 'failure';
  readonly detail: string;
}

const skewLimitMs = 60_000;

/** Looks at everything that commonly goes wrong, the first cause first. */
export async function examine(cli: Cli): Promise<Finding[]> {
  const { server, found } = await examineServer(cli);
  return [
    server,
    ...(found ? [found.clock, await examineSignIn(cli, found.institution)] : []),
    await examineConfiguration(cli),
    examineTerminal(cli),
  ];
}

interface ServerFindings {
  readonly server: Finding;
  readonly found?: { readonly institution: Institution; readonly clock: Finding };
}

async function examineServer(cli: Cli): Promise<ServerFindings> {
  const { doctor } = cli.text;
  const { clock } = cli.host;
  try {
    const api = await cli.api();
    const sent = clock();
    const institution = await api.institution.get();
    const took = clock() - sent;
    const detail = doctor.reached(cli.settings.server, institution.name, institution.version, took);
    return {
      server: { check: 'server', result: 'ok', detail },
      found: { institution, clock: clockOf(cli, institution, sent + took / 2) },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { server: { check: 'server', result: 'failure', detail: doctor.unreachable(cli.settings.server, why) } };
  }
}

function clockOf(cli: Cli, { serverTime }: Institution, at: number): Finding {
  const skew = Math.round(at - Date.parse(serverTime));
  const far = Math.abs(skew) > skewLimitMs;
  return { check: 'clock', result: far ? 'warning' : 'ok', detail: cli.text.doctor.skew(Math.round(skew / 100) / 10) };
}

async function examineSignIn(cli: Cli, { secondFactorRoles }: Institution): Promise<Finding> {
  const { doctor, talk } = cli.text;
  try {
    const me = await (await cli.api()).members.me();
    const lacksFactor = !me.secondFactor && secondFactorRoles.some((role) => role === me.role);
    const detail = doctor.signedIn(me.name, me.email, me.role);
    if (lacksFactor) return { check: 'sign_in', result: 'warning', detail: `${detail}; ${doctor.factorNeeded}` };
    return { check: 'sign_in', result: 'ok', detail };
  } catch (error) {
    if (error instanceof ConnectionError) return { check: 'sign_in', result: 'failure', detail: error.message };
    if (isApiError(error) && error.code === 'member_suspended')
      return { check: 'sign_in', result: 'warning', detail: error.message };
    if (isApiError(error) && error.status === 401)
      return { check: 'sign_in', result: 'warning', detail: talk.signInFirst };
    throw error;
  }
}

async function examineConfiguration(cli: Cli): Promise<Finding> {
  const { file } = cli.store;
  const found = await stat(file).catch(() => undefined);
  // Windows has no such mode: there the folder's own rights hold.
  const open = found !== undefined && process.platform !== 'win32' && (found.mode & 0o077) !== 0;
  if (open) return { check: 'configuration', result: 'warning', detail: cli.text.doctor.readable(file) };
  return { check: 'configuration', result: 'ok', detail: cli.text.doctor.profile(file, cli.settings.profileName) };
}

function examineTerminal(cli: Cli): Finding {
  const { stdout, stdin, env } = cli.host;
  if (!stdout.isTTY) return { check: 'terminal', result: 'ok', detail: cli.text.doctor.noTerminal };
  const depth =
    'getColorDepth' in stdout && typeof stdout.getColorDepth === 'function' ? Number(stdout.getColorDepth()) : 1;
  const utf8 = /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '') || process.platform === 'win32';
  const fit = depth >= 8 && utf8 && stdin.isTTY === true;
  const detail = cli.text.doctor.terminal(stdout.columns ?? 0, 2 ** depth, utf8);
  return { check: 'terminal', result: fit ? 'ok' : 'warning', detail };
}
