import type { IceServers } from '../contract/rooms.js';
import type { TokenSource } from '../tokens.js';

/** The part of a client that rooms need. */
export interface RoomClient {
  readonly baseUrl: URL;
  readonly tokens: TokenSource;
  readonly rooms: { iceServers(input: { lectureId: string }): Promise<IceServers> };
}
