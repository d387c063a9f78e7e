import { systemClock } from '../agent-clock.js';
import { startAgent } from '../agent-runtime.js';
import { answerInstance } from '../answer-instance.js';
import type { MonitorChoice, SourceName } from '../capture/index.js';
import type { Host } from '../host.js';
import { chooseClipboard } from '../input/choose-clipboard.js';
import { chooseInput } from '../input/choose-input.js';
import { holdInstance, instanceAddress } from '../instance.js';
import { liveMachine } from '../live/live-machine.js';
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

const noDisplay = { platform: 'linux', env: {} } as const;

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
  const mayWatchUnseen = notice === 'none' || source === 'test-pattern';
  const newNotifier = () => chooseNotifier({ mode: notice, hook, platform, env, run: host.run });
  const clipboard = chooseClipboard({ platform, env });
  const live = liveMachine({
    screen: { source, monitors: monitor, label, platform, env, now: Date.now },
    notifiers: { live: newNotifier(), control: newNotifier() },
    // A made-up screen takes no input: none is looked for where there is no display.
    input:
      source === 'test-pattern'
        ? chooseInput({ ...noDisplay, monitors: monitor })
        : chooseInput({ platform, env, monitors: monitor }),
    clipboard,
    ...{ mayWatchUnseen, clock: systemClock },
  });
  const agent = startAgent({
    credentials,
    openFeed: feedOf({ source, monitors: monitor, label, platform, env }),
    notifier: newNotifier(),
    live,
    mayWatchUnseen,
    ca: trust.ca,
    log,
  });
  held.serve(answerInstance(agent));
  log.info({ server: credentials.server, as: credentials.shownAs.id }, 'started');
  await host.untilAskedToStop();
  await agent.stop();
  clipboard.close();
  await held.release();
  log.info('stopped');
}
