import { type DidactoSocket, refusalCode } from '../realtime/socket.js';
import type { Refusal, RoomWire, WireListener } from './wire.js';

const answerMs = 10_000;
/** Longer than the server waits for the other side. */
const relayAnswerMs = 30_000;

const lost: Refusal = { ok: false, code: 'connection_lost', title: 'The connection to the server was lost' };

/** What is refused until a person acts. */
const lasting = new Set(['session_ended', 'device_revoked', 'device_cloned', 'forbidden', 'scope_missing']);
export const isLasting = (code: string): boolean => lasting.has(code);

type Answer<T> = (error: Error | null, reply: T | Refusal) => void;
type Timed = ReturnType<DidactoSocket['timeout']>;

/** A room's words over a socket. */
export function socketWire(socket: DidactoSocket): RoomWire {
  const ask = <T>(send: (to: Timed, answer: Answer<T>) => void, ms = answerMs): Promise<T | Refusal> =>
    new Promise((resolve) => {
      // Not connected, socket.io would keep it and send it late.
      if (!socket.connected) return resolve(lost);
      send(socket.timeout(ms), (error, reply) => resolve(error ? lost : reply));
    });
  return {
    connected: () => socket.connected,
    attend: (payload) => ask((to, answer) => to.emit('room.attend', payload, answer)),
    join: (payload) => ask((to, answer) => to.emit('room.join', payload, answer)),
    renew: (payload) => ask((to, answer) => to.emit('room.renew', payload, answer)),
    leave: (payload) => ask((to, answer) => to.emit('room.leave', payload, answer)),
    signal: (payload) => ask((to, answer) => to.emit('room.signal', payload, answer)),
    relay: (payload) => ask((to, answer) => to.emit('room.relay', payload, answer), relayAnswerMs),
    takeControl: (payload) => ask((to, answer) => to.emit('control.take', payload, answer)),
    answerControl: (payload) => ask((to, answer) => to.emit('control.answer', payload, answer)),
    endControl: (payload) => ask((to, answer) => to.emit('control.end', payload, answer)),
    setConsent: (payload) => ask((to, answer) => to.emit('consent.set', payload, answer)),
    listen: (listener) => listenTo(socket, listener),
  };
}

function listenTo(socket: DidactoSocket, on: WireListener): () => void {
  // A server that stops is expected back: the connection is lost, no more.
  const ended = ({ code }: { code: string }) => code !== 'shutting_down' && on.refused(code);
  const refused = (error: Error) => {
    const code = refusalCode(error);
    if (code !== undefined && isLasting(code)) on.refused(code);
  };
  socket.on('connect', on.connected).on('disconnect', on.lost).on('connect_error', refused).on('session.ended', ended);
  socket.on('room.peer', on.peer).on('room.signal', on.signal).on('room.relay', on.relay).on('room.ended', on.ended);
  socket.on('control.changed', on.control).on('consent.changed', on.consent);
  return () => {
    socket.off('connect', on.connected).off('disconnect', on.lost);
    socket.off('connect_error', refused).off('session.ended', ended);
    socket.off('room.peer', on.peer).off('room.signal', on.signal);
    socket.off('room.relay', on.relay).off('room.ended', on.ended);
    socket.off('control.changed', on.control).off('consent.changed', on.consent);
  };
}
