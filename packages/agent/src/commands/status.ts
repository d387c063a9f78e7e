import { allowedParts } from '../consent-parts.js';
import { AgentFailure } from '../failure.js';
import type { Host } from '../host.js';
import { askInstance, instanceAddress } from '../instance.js';
import { safeText } from '../safe-text.js';
import type { AgentStatus } from '../status.js';

/** `status`: what the running agent of this configuration says of itself. @throws AgentFailure not_running */
export async function statusCommand(host: Host, { dir, json }: { dir: string; json?: boolean }): Promise<void> {
  const status = await askInstance(instanceAddress(dir, host.env).path);
  if (status === undefined) throw new AgentFailure('not_running', host.texts.say.notRunning);
  host.say(json ? JSON.stringify(status) : table(status).join('\n'));
}

function table(status: AgentStatus): string[] {
  const { server, shownAs, link, phase, lesson, screen, notice, live, pushes, clockSkewMs } = status;
  const rows: [string, string][] = [
    ['server', `${server} (${link.state}${link.code === null ? '' : `: ${link.code}`}, ${link.since})`],
    [shownAs.kind, `${shownAs.name} (${shownAs.id})`],
    ['phase', phase],
    ['lesson', lesson === null ? '-' : `${lesson.lectureTitle}, ${lesson.instructorName}, ${lesson.studentName}`],
    ['screen', screen.problem ?? screen.source ?? '-'],
    ['notice', `${notice.channel} (${notice.shown ? 'shown' : 'not shown'})`],
    ['live', liveText(live)],
    [
      'pushed',
      `${pushes.count}, ${pushes.bytes} B, ${pushes.lastAt ?? '-'}${pushes.refusal ? ` (${pushes.refusal})` : ''}`,
    ],
    ['clock', clockSkewMs === null ? '-' : `${clockSkewMs} ms`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(8)} ${safeText(value)}`);
}

function liveText(live: AgentStatus['live']): string {
  if (live === null) return '-';
  const { viewer, problem, transport, route, control, consent, media } = live;
  const allowed = `allowed: ${allowedParts(consent).join(' ') || '-'}`;
  if (viewer === null) return `nobody is watching, ${allowed}`;
  const picture = problem ?? `${transport}, ${route ?? '-'}`;
  const on = (['microphone', 'speaker', 'window'] as const).filter((part) => media[part]);
  const ways = `sound: ${media.sound}, camera: ${media.camera}, on: ${on.join(' ') || '-'}`;
  return `${viewer} (${picture}), control: ${control}, ${allowed}, ${ways}`;
}
