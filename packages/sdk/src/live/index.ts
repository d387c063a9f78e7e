export type {
  Consent,
  IceServers,
  RoomAbilities,
  RoomChannel,
  RoomControl,
  RoomEntry,
  RoomPeer,
} from '../contract/rooms.js';
export type { InputEvent, InputMessage, InputPlayed, PointerButton } from './input-event.js';
export { mostInputText, readInput, readPlayed, writeInput, writePlayed } from './input-messages.js';
export type { LiveMessage } from './live-message.js';
export { type LiveRooms, type LiveRoomsOptions, liveRooms } from './live-rooms.js';
export { mostClipboardText, readMessage, writeMessage } from './messages.js';
export { RefusedError } from './refused-error.js';
export type {
  AttendRoom,
  InstructorRoom,
  JoinRoom,
  RoomEnd,
  RoomEvents,
  RoomOptions,
  RoomRoute,
  RoomStats,
  RtcImplementation,
  StudentRoom,
} from './room.js';
export type { RoomClient } from './room-client.js';
export {
  mostTileMessageBytes,
  readTiles,
  type Tile,
  type TileMessage,
  tileHeadBytes,
  tileMessageHeadBytes,
  writeTiles,
} from './tiles.js';
