import { createDidacto } from '@didacto/sdk';
import { createSocket, refusalCode } from '@didacto/sdk/realtime';
import { outcomeOf } from './outcomes.js';
import type { TestServer } from './test-server.js';

/** What a token meets where it is shown: at the API, and in the handshake of a socket. `ok`, or the code of the refusal. */
export async function tokenOutcomes(
  { url }: Pick<TestServer, 'url'>,
  token: string,
): Promise<{ api: string; socket: string | undefined }> {
  const socket = createSocket({ baseUrl: url, auth: async () => ({ token }) });
  socket.io.reconnection(false);
  const met = new Promise<string | undefined>((resolve) => {
    socket.once('connect', () => resolve('ok'));
    socket.once('connect_error', (error) => resolve(refusalCode(error)));
  });
  socket.connect();
  const bySocket = await met;
  socket.disconnect();
  const { members } = createDidacto({ baseUrl: url, auth: token, retry: { retries: 0 } });
  return { api: await outcomeOf(members.me()), socket: bySocket };
}

/** The same at both. */
export const atBoth = (code: string): { api: string; socket: string } => ({ api: code, socket: code });
