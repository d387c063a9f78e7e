import { type Actor, actorOf } from '../modules/audit/actor.js';
import type { SocketIdentity } from './gateway.js';

/** Who acts through a socket, as the audit log names them. */
export const socketActor = ({ caller, address, client }: SocketIdentity): Actor =>
  actorOf(caller, { address, client, requestId: '' });
