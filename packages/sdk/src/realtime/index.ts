export type { ClientToServer, ServerToClient, SocketAuth, WallUpdate } from '../contract/events.js';
export { createSocket, type DidactoSocket, refusalCode, type SocketOptions } from './socket.js';
export { type ScreenWithPicture, type WallFeed, type WallFeedEvent, watchLecture } from './wall-feed.js';
