import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import * as z from 'zod';
import { portOf } from '../tcp-meter.js';
import { wallNow } from './times.js';

const message = z.object({ seq: z.number() });

// The least a WebSocket server can do with a message: send it back. Prints its port; tells its parent what came, and when.
const http = createServer().listen(0, '127.0.0.1', () => console.log(portOf(http)));
new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    const at = wallNow();
    socket.send(data, { binary: isBinary });
    process.send?.({ seq: message.parse(JSON.parse(String(data))).seq, at });
  });
});
process.on('SIGTERM', () => process.exit(0));
