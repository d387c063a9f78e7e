import { startAgent } from '../agent-runtime.js';
import type { MonitorChoice, SourceName } from '../capture/index.js';
import type { Host } from '../host.js';
import { holdInstance, instanceAddress } from '../instance.js';
import { loadCredentials } from '../load-credentials.js';
import { agentLog } from '../log.js';
import { chooseNotifier } from '../notice/choose-notifier.js';
import { feedOf } from '../open-feed.js';
import { readCa } from '../server-client.js';

export interface RunInput {
  readonly dir: string;
  readonly source: SourceName;
  readonly display?: string;
  readonly monitor: MonitorChoice;
  readonly label?: string;
  readonly hook?: string;
  readonly notice: 'auto' | 'none';
  readonly caFile?: string;
  readonly logLevel: string;
}

/** `run`: the agent, until it is asked to stop. */
export async function runCommand(host: Host, input: RunInput): Promise<void> {
  const { dir, source, monitor, hook, notice } = input;
  const env = input.display === undefined ? host.env : { ...host.env, DISPLAY: input.display };
  const { platform } = host;
  const trust = readCa(input.caFile);
  const log = agentLog(input.logLevel);
  const credentials = await loadCredentials(dir, trust);
  const label = input.label ?? credentials.shownAs.name;
  const held = await holdInstance(instanceAddress(dir, host.env));
  const agent = startAgent({
    credentials,
    openFeed: feedOf({ source, monitors: monitor, label, platform, env }),
    notifier: chooseNotifier({ mode: notice, hook, platform, env, run: host.run }),
    mayWatchUnseen: notice === 'none' || source === 'test-pattern',
    ca: trust.ca,
    log,
  });
  held.serve(agent.status);
  log.info({ server: credentials.server, as: credentials.shownAs.id }, 'started');
  await host.untilAskedToStop();
  await agent.stop();
  await held.release();
  log.info('stopped');
}
