import { createServer } from 'node:http';
import { portOf } from '../tcp-meter.js';

// The least a node:http server can do with a push: read the body, throw it away, answer 204. Prints its port.
const server = createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => response.writeHead(204).end());
});
server.listen(0, '127.0.0.1', () => console.log(portOf(server)));
process.on('SIGTERM', () => process.exit(0));
