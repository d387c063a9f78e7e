import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';

// The few bytes of STUN and TURN (RFC 8489, 8656) that it takes to ask for a relayed address.

const magic = 0x2112a442;
const [binding, allocate] = [0x0001, 0x0003];
const attribute = { username: 0x0006, integrity: 0x0008, error: 0x0009, realm: 0x0014, nonce: 0x0015, relayed: 0x0016 };
const requestedTransport = 0x0019;
const udp = Buffer.from([17, 0, 0, 0]);

export interface StunReply {
  readonly isSuccess: boolean;
  /** Of an error. */
  readonly code: number | undefined;
  readonly realm: string | undefined;
  readonly nonce: string | undefined;
  readonly hasRelayedAddress: boolean;
}

interface Credentials {
  readonly username: string;
  readonly credential: string;
}

/** Asks for a relayed address as a browser does: without credentials, then with the realm and nonce it is told. */
export async function allocateOn(port: number, { username, credential }: Credentials): Promise<StunReply> {
  // A nonce is good for the address that it was given to.
  const socket = createSocket('udp4');
  try {
    const first = await mustAnswer(socket, port, message(allocate, [part(requestedTransport, udp)]));
    const [realm, nonce] = [first.realm ?? '', first.nonce ?? ''];
    const parts = [
      part(requestedTransport, udp),
      ...[part(attribute.username, username), part(attribute.realm, realm), part(attribute.nonce, nonce)],
    ];
    const key = createHash('md5').update(`${username}:${realm}:${credential}`).digest();
    return await mustAnswer(socket, port, signed(message(allocate, parts), key));
  } finally {
    socket.close();
  }
}

/** Whether something that speaks STUN listens there now. */
export async function answersStun(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    return (await ask(socket, port, message(binding, []), 200)) !== undefined;
  } finally {
    socket.close();
  }
}

async function mustAnswer(socket: Socket, port: number, request: Buffer): Promise<StunReply> {
  for (let tries = 0; tries < 20; tries++) {
    const reply = await ask(socket, port, request, 1_000);
    if (reply) return reply;
  }
  throw new Error('the STUN server does not answer');
}

/** Sends a request over UDP; undefined: no answer to it in time. */
function ask(socket: Socket, port: number, request: Buffer, withinMs: number): Promise<StunReply | undefined> {
  return new Promise((resolve) => {
    const finish = (reply?: StunReply) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      resolve(reply);
    };
    const timer = setTimeout(finish, withinMs);
    socket.on('error', () => finish());
    socket.on('message', (reply) => {
      // Its transaction, not an answer that came late.
      if (reply.subarray(8, 20).equals(request.subarray(8, 20))) finish(read(reply));
    });
    socket.send(request, port, '127.0.0.1');
  });
}

function message(type: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(body.length, 2);
  head.writeUInt32BE(magic, 4);
  return Buffer.concat([head, randomBytes(12), body]);
}

function part(type: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(bytes.length, 2);
  return Buffer.concat([head, bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** With the integrity attribute, whose HMAC counts its own length. */
function signed(request: Buffer, key: Buffer): Buffer {
  const counted = Buffer.from(request);
  counted.writeUInt16BE(request.length - 20 + 24, 2);
  return Buffer.concat([counted, part(attribute.integrity, createHmac('sha1', key).update(counted).digest())]);
}

function read(reply: Buffer): StunReply {
  const found = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= reply.length; ) {
    const length = reply.readUInt16BE(at + 2);
    found.set(reply.readUInt16BE(at), reply.subarray(at + 4, at + 4 + length));
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  const error = found.get(attribute.error);
  return {
    // The class is in two bits of the type: 01 is success.
    isSuccess: (reply.readUInt16BE(0) & 0x0110) === 0x0100,
    code: error && error.readUInt8(2) * 100 + error.readUInt8(3),
    realm: found.get(attribute.realm)?.toString(),
    nonce: found.get(attribute.nonce)?.toString(),
    hasRelayedAddress: found.has(attribute.relayed),
  };
}
