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

/** Makes a typed socket, not yet connected: call `connect()` when the listeners are in place. */
export function createSocket({
  baseUrl,
  auth,
  ca,
  reconnect = { firstDelayMs: 500, maxDelayMs: 5_000 },
}: SocketOptions): DidactoSocket {
  const url = serverAddress(baseUrl);
  return io(url.origin, {
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
}
