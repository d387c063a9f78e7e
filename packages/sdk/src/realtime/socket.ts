import { io, type Socket } from 'socket.io-client';
import { serverAddress } from '../address.js';
import type { ClientToServer, ServerToClient, SocketAuth } from '../contract/events.js';

export type DidactoSocket = Socket<ServerToClient, ClientToServer>;

export interface SocketOptions {
  readonly baseUrl: string;
  /** Asked anew at each connection, so that a renewed token is used. A rejection is retried as a lost connection is. */
  readonly auth: () => Promise<SocketAuth>;
  /** Certificates to trust besides the system's, PEM; Node only. */
  readonly ca?: string;
  /** Full-jitter bounds of reconnecting, ms. */
  readonly reconnect?: { readonly firstDelayMs: number; readonly maxDelayMs: number };
}

/** Why the server refused a socket: `connect_error` carries the problem's code as `data.code`. */
export const refusalCode = (error: Error): string | undefined => {
  if (!('data' in error) || typeof error.data !== 'object' || error.data === null) return undefined;
  return 'code' in error.data && typeof error.data.code === 'string' ? error.data.code : undefined;
};

/** These stay refused until a person acts; everything else may pass by itself. */
const lasting = new Set(['session_ended', 'device_revoked', 'device_cloned', 'forbidden']);

/** Makes a typed socket, not yet connected: call `connect()` when the listeners are in place. It comes back by itself. */
export function createSocket({
  baseUrl,
  auth,
  ca,
  reconnect = { firstDelayMs: 500, maxDelayMs: 5_000 },
}: SocketOptions): DidactoSocket {
  const url = serverAddress(baseUrl);
  const socket: DidactoSocket = io(url.origin, {
    path: `${url.pathname.replace(/\/$/, '')}/v1/socket`,
    transports: ['websocket'],
    autoConnect: false,
    // The factor keeps first tries apart by half of the delay, later ones by half of the cap.
    reconnectionDelay: reconnect.firstDelayMs,
    reconnectionDelayMax: reconnect.maxDelayMs,
    randomizationFactor: 0.5,
    timeout: 5_000,
    forceNew: true,
    ...(ca !== undefined && { ca }),
    auth: (give) => {
      // Without an answer socket.io would wait for ever; an empty one is refused and tried again.
      auth().then(give, () => give({}));
    },
  });
  comeBack(socket, reconnect);
  return socket;
}

/**
 * socket.io comes back after a lost connection, but not where the server said no or hung up: a token that ran out, or a
 * server that stopped to start again. `socket.io.reconnection(false)` turns this off as well.
 */
function comeBack(
  socket: DidactoSocket,
  { firstDelayMs, maxDelayMs }: { firstDelayMs: number; maxDelayMs: number },
): void {
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let endedBy: string | undefined;
  const disconnect = socket.disconnect.bind(socket);
  // Said by the client itself, it is final, also between two tries.
  socket.disconnect = () => {
    clearTimeout(timer);
    return disconnect();
  };
  socket.close = socket.disconnect;
  const again = (code: string | undefined) => {
    if (!socket.io.reconnection() || (code !== undefined && lasting.has(code))) return;
    const delay = Math.min(firstDelayMs * 2 ** tries++, maxDelayMs);
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), delay * (0.5 + Math.random() / 2));
  };
  socket.on('connect', () => {
    tries = 0;
    endedBy = undefined;
    clearTimeout(timer);
  });
  socket.on('session.ended', ({ code }) => {
    endedBy = code;
  });
  socket.on('connect_error', (error) => {
    if (!socket.active) again(refusalCode(error));
  });
  socket.on('disconnect', (reason) => {
    clearTimeout(timer);
    if (reason === 'io server disconnect') again(endedBy);
  });
}
