import { type Didacto, DidactoError } from '@didacto/sdk';
import { type InstructorRoom, liveRooms } from '@didacto/sdk/live';
import { createSocket } from '@didacto/sdk/realtime';
import { renewSocket, tokenOf } from '../../commands/wall/renew-socket.js';
import type { PageTarget } from '../page-server.js';

/** A way into the room of one student. */
export interface RoomSource {
  /** @throws DidactoError where the server does not let it in, or cannot be reached */
  join(): Promise<InstructorRoom>;
  close(): void;
}

export interface RoomSourceOptions {
  readonly api: Didacto;
  readonly target: PageTarget;
  /** Certificates to trust besides the usual ones, PEM. */
  readonly ca?: string | undefined;
}

/** Neither the token nor a renewed one is taken any more. */
class SignInEnded extends DidactoError {
  readonly code = 'session_ended';
}

/** By a socket of its own, and by the server's relay: Node has no WebRTC. */
export function openRoomSource({ api, target, ca }: RoomSourceOptions): RoomSource {
  const auth = async () => ({ token: await tokenOf(api) });
  const socket = createSocket({ baseUrl: api.baseUrl.href, auth, ...(ca !== undefined && { ca }) });
  let signedOut = false;
  const stopRenewing = renewSocket(socket, api, () => {
    signedOut = true;
  });
  socket.on('connect', () => {
    signedOut = false;
  });
  const rooms = liveRooms({ socket, didacto: api });
  return {
    join: async () => {
      try {
        return await rooms.join(target, { rtc: null });
      } catch (error) {
        throw signedOut ? new SignInEnded('The sign-in has ended', { cause: error }) : error;
      }
    },
    close: () => {
      stopRenewing();
      socket.disconnect();
    },
  };
}
