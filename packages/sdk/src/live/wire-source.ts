import type { SocketAuth } from '../contract/events.js';
import { ConnectionError, DidactoError } from '../errors.js';
import { randomKey } from '../random-key.js';
import { createSocket, type DidactoSocket, refusalCode } from '../realtime/socket.js';
import type { RoomClient } from './room-client.js';
import { isLasting, socketWire } from './socket-wire.js';
import type { RoomWire } from './wire.js';

/** Where a room gets its way to the server from, connected. */
export interface WireSource {
  /** @throws DidactoError where the server cannot be reached or refuses the sign-in */
  acquire(): Promise<RoomWire>;
  release(): void;
}

const patienceMs = 15_000;

/** A socket that others use as well; it is left as it is. */
export const theirSocket = (socket: DidactoSocket): WireSource => ({
  acquire: async () => {
    if (!socket.connected) await connected(socket, 'connect');
    return socketWire(socket);
  },
  release: () => undefined,
});

/** What a student's own program is to the server: an agent, of one start. */
const ownAgent = (): NonNullable<SocketAuth['agent']> => ({
  instanceId: randomKey(),
  host: { hostname: 'sdk', platform: 'sdk', agentVersion: '0', machineId: null },
});

/** A socket of a client's own, while there is a room; `as` an agent it is told its seat first. */
export function ownSocket({ baseUrl, tokens }: RoomClient, as: 'viewer' | 'agent'): WireSource {
  const agent = as === 'agent' ? ownAgent() : undefined;
  let [socket, users]: [DidactoSocket | undefined, number] = [undefined, 0];
  let ready: Promise<void> | undefined;
  const make = (): DidactoSocket => {
    let shown = '';
    const made = createSocket({
      baseUrl: baseUrl.href,
      auth: async () => {
        shown = (await tokens.token()) ?? '';
        return { token: shown, ...(agent && { agent }) };
      },
    });
    // A token that ran out is renewed before the next try, which the socket makes by itself.
    made.on('connect_error', (error) => {
      if (refusalCode(error) !== undefined) tokens.renew(shown).catch(() => undefined);
    });
    // Whoever answers is still here, and stays.
    made.on('agent.probe', (_, alive) => alive());
    return made;
  };
  const release = () => {
    if (--users > 0) return;
    socket?.disconnect();
    socket?.removeAllListeners();
    [socket, ready] = [undefined, undefined];
  };
  return {
    acquire: async () => {
      users++;
      socket ??= make();
      const mine = socket;
      ready ??= connected(mine, agent ? 'agent.assignment' : 'connect');
      try {
        await ready;
      } catch (error) {
        release();
        throw error;
      }
      return socketWire(mine);
    },
    release,
  };
}

function connected(socket: DidactoSocket, by: 'connect' | 'agent.assignment'): Promise<void> {
  return new Promise((resolve, reject) => {
    let latest: Error | undefined;
    const stop = () => {
      clearTimeout(timer);
      socket.off(by, onConnect).off('connect_error', onError);
    };
    const fail = (error: DidactoError) => {
      stop();
      reject(error);
    };
    const onConnect = () => {
      stop();
      resolve();
    };
    const onError = (error: Error) => {
      latest = error;
      const code = refusalCode(error);
      if (code !== undefined && isLasting(code)) fail(new DidactoError(error.message, { cause: error }));
    };
    const timer = setTimeout(
      () => fail(new ConnectionError('The server did not answer', { cause: latest })),
      patienceMs,
    );
    socket.on('connect_error', onError);
    socket.on(by, onConnect);
    socket.connect();
  });
}
