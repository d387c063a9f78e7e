import type { Didacto } from '@didacto/sdk';
import { type DidactoSocket, refusalCode } from '@didacto/sdk/realtime';

/** The token to connect with; an empty one is refused like any other. */
export const tokenOf = async (api: Didacto): Promise<string> => (await api.tokens.token()) ?? '';

const soonMs = 500;
const laterMs = 10_000;

/**
 * Connects again where socket.io gives up: when the server says no, for the token may just have run out, and when it
 * hangs up. `refused` hears of a no that a new token does not help. Returns how to stop.
 */
export function renewSocket(socket: DidactoSocket, api: Didacto, refused: (code: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const connectAfter = (ms: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => socket.connect(), ms);
  };
  const onRefusal = async (error: Error) => {
    const code = refusalCode(error);
    if (code === undefined) return;
    const renewed = await api.tokens.renew(await tokenOf(api)).catch(() => undefined);
    if (renewed === undefined) refused(code);
    connectAfter(renewed === undefined ? laterMs : soonMs);
  };
  const onHangUp = (reason: string) => {
    if (reason === 'io server disconnect') connectAfter(soonMs);
  };
  socket.on('connect_error', onRefusal);
  socket.on('disconnect', onHangUp);
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket.off('connect_error', onRefusal).off('disconnect', onHangUp);
  };
}
