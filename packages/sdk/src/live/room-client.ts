import type { Didacto } from '../client.js';
import type { IceServers } from '../contract/rooms.js';

/** The part of a client that rooms need. */
export type RoomClient = Pick<Didacto, 'baseUrl' | 'tokens'> & {
  readonly rooms: { iceServers(input: { lectureId: string }): Promise<IceServers> };
};
