import { jsonReply, type SandboxHandler } from './kit/http.js';
import type { Party } from './kit/party.js';

/** Several handlers below one address: each party under its prefix, and what belongs to the sandbox itself. */
export function mount(parties: readonly Party[], own: SandboxHandler): SandboxHandler {
  return async (request) => {
    const party = parties.find(({ prefix }) => request.path === prefix || request.path.startsWith(`${prefix}/`));
    if (!party) return own(request);
    return party.handler({ ...request, path: request.path.slice(party.prefix.length) || '/' });
  };
}

export const notHere = jsonReply(404, { error: 'There is nothing at this address of the sandbox' });
