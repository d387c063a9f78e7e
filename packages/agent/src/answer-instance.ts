import type { RunningAgent } from './agent-runtime.js';
import type { ConsentReply } from './consent-request.js';
import { codeOf } from './credentials.js';

/** What the running agent says to a line of another command at this computer: `status`, or `consent` and a change. */
export const answerInstance =
  (agent: Pick<RunningAgent, 'status' | 'setConsent'>) =>
  async (line: string): Promise<string> => {
    if (line === 'status') return JSON.stringify(agent.status());
    return JSON.stringify(await changeConsent(agent, line.replace(/^consent /, '')));
  };

async function changeConsent(agent: Pick<RunningAgent, 'setConsent'>, json: string): Promise<ConsentReply> {
  try {
    // The agent that is never asked never needs the schema.
    const { ConsentChange } = await import('./consent-request.js');
    return { ok: true, consent: await agent.setConsent(ConsentChange.parse(JSON.parse(json))) };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  }
}
