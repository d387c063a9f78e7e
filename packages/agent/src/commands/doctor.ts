import type { Institution } from '@didacto/sdk';
import { accountFile, readAccount } from '../account.js';
import type { SourceName } from '../capture/index.js';
import { AgentFailure, messageOf } from '../failure.js';
import type { Host } from '../host.js';
import { keyFile } from '../identity.js';
import { askInstance, instanceAddress } from '../instance.js';
import { chooseNotifier } from '../notice/choose-notifier.js';
import { feedOf } from '../open-feed.js';
import { pairingFile, readPairing } from '../pairing.js';
import { looseMode } from '../private-file.js';
import { safeText } from '../safe-text.js';
import { readCa, serverClient, type Trust } from '../server-client.js';
import { liveChecks } from './doctor-live.js';

export interface DoctorInput {
  readonly dir: string;
  readonly source: SourceName;
  readonly display?: string;
  readonly hook?: string;
  readonly caFile?: string;
  readonly json?: boolean;
}

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Without it the agent still does what the wall needs. */
  readonly optional?: true;
}

/** `doctor`: tries each thing the agent needs. @throws AgentFailure checks_failed */
export async function doctorCommand(host: Host, input: DoctorInput): Promise<void> {
  const { dir } = input;
  const env = input.display === undefined ? host.env : { ...host.env, DISPLAY: input.display };
  let isControlled = false;
  const findings = [
    await attempt('configuration', () => checkConfiguration(dir)),
    await attempt('key file', () => checkModes(dir)),
    ...(await checkServer(dir, readCa(input.caFile))),
    await attempt('screen', () => checkScreen(input.source, { ...host, env })),
    await attempt('notice', () => checkNotice({ ...host, env }, input.hook)),
    await attempt('running', async () => {
      const status = await askInstance(instanceAddress(dir, host.env).path);
      isControlled = status?.live?.control === 'on';
      return [true, status === undefined ? 'no agent is running' : `an agent is running: ${status.phase}`];
    }),
  ];
  for (const { check, answer } of liveChecks({ ...host, env }, isControlled))
    findings.push({ ...(await attempt(check, answer)), optional: true });
  const isWell = findings.every(({ ok, optional }) => ok || optional);
  if (input.json) host.say(JSON.stringify({ ok: isWell, findings }));
  else for (const finding of findings) host.say(`${markOf(finding)} ${finding.check}: ${finding.detail}`);
  if (!isWell) throw new AgentFailure('checks_failed', 'Some checks failed.');
}

const markOf = ({ ok, optional }: Finding): string => (ok ? 'ok  ' : optional ? 'none' : 'FAIL');

async function attempt(check: string, work: () => Promise<readonly [boolean, string]>): Promise<Finding> {
  try {
    const [ok, detail] = await work();
    return { check, ok, detail: safeText(detail) };
  } catch (error) {
    return { check, ok: false, detail: safeText(messageOf(error)) };
  }
}

async function checkConfiguration(dir: string): Promise<readonly [boolean, string]> {
  const [pairing, account] = [await readPairing(dir), await readAccount(dir)];
  if (pairing !== undefined) return [true, `paired as ${pairing.name} (${pairing.deviceId}) with ${pairing.server}`];
  if (account !== undefined) return [true, `signed in as ${account.name} to ${account.server}`];
  return [false, `neither paired nor signed in; nothing in ${dir}`];
}

async function checkModes(dir: string): Promise<readonly [boolean, string]> {
  const files = [keyFile(dir), pairingFile(dir), accountFile(dir)];
  const modes = await Promise.all(files.map(async (file) => [file, await looseMode(file)] as const));
  const loose = modes
    .filter(([, mode]) => mode !== undefined)
    .map(([file, mode]) => `chmod 600 '${file}' (now ${mode})`);
  return loose.length > 0 ? [false, loose.join(', ')] : [true, 'readable by its owner only'];
}

async function checkServer(dir: string, trust: Trust): Promise<Finding[]> {
  const pairing = await readPairing(dir).catch(() => undefined);
  const server = pairing?.server ?? (await readAccount(dir).catch(() => undefined))?.server;
  if (server === undefined) return [];
  let found: Institution | undefined;
  const reached = await attempt('server', async () => {
    found = await serverClient(server, trust).institution.get();
    return [true, `${server} answers: ${found.name}`];
  });
  if (found === undefined) return [reached];
  const skewMs = Math.round(Date.now() - Date.parse(found.serverTime));
  const isSame = pairing === undefined || pairing.serverKey === found.serverKey;
  const keyWord = isSame ? 'is the one of the pairing' : 'is another than at the pairing: the agent sends it nothing';
  return [
    reached,
    ...(pairing === undefined ? [] : [{ check: 'server key', ok: isSame, detail: keyWord }]),
    // The agent goes by the server's clock, so a wrong one here is worth a word but no harm.
    { check: 'clock', ok: true, detail: `this computer is ${skewMs} ms ahead of the server` },
  ];
}

type Here = Pick<Host, 'env' | 'platform' | 'run'>;

async function checkScreen(source: SourceName, { env, platform }: Here): Promise<readonly [boolean, string]> {
  const open = feedOf({ source, platform, env });
  const feed = await open({ intervalMs: 1000, width: 320, height: 180, quality: 40 });
  try {
    const result = await feed.next();
    if (result.kind === 'unavailable') return [false, `${feed.name}: ${result.reason}: ${result.detail}`];
    return [true, `${feed.name} gives pictures`];
  } finally {
    await feed.close();
  }
}

async function checkNotice(
  { env, platform, run }: Here,
  hook: string | undefined,
): Promise<readonly [boolean, string]> {
  const notifier = chooseNotifier({ mode: 'auto', hook, platform, env, run });
  const test = { lessonId: 'doctor', lectureTitle: 'didacto-agent doctor', instructorName: 'nobody: this is a test' };
  const shown = await notifier.show(test, () => undefined);
  const { name } = notifier;
  await notifier.end();
  return shown ? [true, `${name} shows it`] : [false, `no way to show it here (${name}): nothing would be captured`];
}
