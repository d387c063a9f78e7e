import type { RoomSpeaker } from '../modules/rooms/room-speaker.js';
import type { RoomPost, RoomService } from '../modules/rooms/service.js';
import { toControl, toPeer } from '../modules/rooms/show-room.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import { Problem } from '../platform/problem.js';
import { asMember } from '../policy/caller.js';
import type { Agents } from './agents.js';
import type { ClassServer, ClassSocket, EventHandlers } from './gateway.js';
import { roomRates } from './room-limits.js';
import { socketActor } from './socket-actor.js';

type RoomEvent = Extract<keyof EventHandlers, `room.${string}` | `control.${string}` | `consent.${string}`>;

/** The live rooms as sockets see them: who a socket is, is known here, and never read from a message. */
export interface Rooms {
  disconnected(socket: ClassSocket): void;
  unseated(socket: ClassSocket): void;
  readonly handlers: Pick<EventHandlers, RoomEvent>;
  readonly ownLimit: ReturnType<typeof roomRates>['allows'];
  stop(): void;
}

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
  readonly service: RoomService;
  readonly agents: () => Agents;
}

const sweepEveryMs = 1_000;
/** The other side answers a relayed message within this, or it was not taken. */
const relayMs = 5_000;

/** Messages to sessions by way of the sockets that they are. */
export const roomPost = (sockets: () => ClassServer): RoomPost => ({
  tell: ({ place, news }) => {
    const to = sockets().to(news.to.sessionId);
    if (news.kind === 'ended') to.emit('room.ended', { ...place, code: news.code });
    else if (news.kind === 'peer') to.emit('room.peer', { ...place, peer: news.peer && toPeer(news.peer) });
    else if (news.kind === 'consent') to.emit('consent.changed', { ...place, consent: news.consent });
    else to.emit('control.changed', { ...place, control: news.control && toControl(news.control) });
  },
  signal: ({ sessionId }, message) => void sockets().to(sessionId).emit('room.signal', message),
  relay: ({ sessionId }, message) =>
    sockets()
      .to(sessionId)
      .timeout(relayMs)
      .emitWithAck('room.relay', message)
      .then(
        (taken: readonly unknown[] | undefined) => (taken?.length ?? 0) > 0,
        () => false,
      ),
});

export function createRooms({ clock, log, service, agents }: Dependencies): Rooms {
  const limits = roomRates(() => clock.now());
  const settle = (work: Promise<void>) =>
    void work.catch((error: unknown) => log.error({ err: error }, 'could not bring live rooms up to date'));
  const stopSweeping = clock.every(sweepEveryMs, () => settle(service.sweep()));
  const speaker = ({ id, data }: ClassSocket): RoomSpeaker => ({ sessionId: id, actor: socketActor(data) });
  /** @throws Problem no_active_lesson */
  const seatOf = (socket: ClassSocket, lectureId: string, lessonId: string) => {
    const seating = agents().seatingOf(socket);
    const is = seating?.assignment.lectureId === lectureId && seating.assignment.lessonId === lessonId;
    if (!seating || !is) throw new Problem('no_active_lesson');
    return seating;
  };

  return {
    disconnected: ({ id }) => settle(service.vanished(id)),
    unseated: ({ id }) => settle(service.unseated(id)),
    ownLimit: limits.allows,
    stop: stopSweeping,
    handlers: {
      'room.attend': async (socket, { lectureId, lessonId, ...ask }) => {
        const seating = seatOf(socket, lectureId, lessonId);
        const entry = await service.attend(speaker(socket), seating, ask);
        // It may have gone, or been moved, before it was in.
        if (!socket.connected) await service.vanished(socket.id);
        else if (agents().seatingOf(socket) !== seating) await service.unseated(socket.id);
        limits.entered(socket, entry.roomId);
        return entry;
      },
      'room.join': async (socket, ask) => {
        const { memberId: id, name } = asMember(socket.data.caller);
        const entry = await service.join(speaker(socket), { id, name }, ask);
        if (!socket.connected) await service.vanished(socket.id);
        limits.entered(socket, entry.roomId);
        return entry;
      },
      'room.renew': async (socket, place) => {
        await service.renew(speaker(socket), place);
        return {};
      },
      'room.leave': async (socket, place) => {
        await service.leave(speaker(socket), place);
        limits.left(socket, place.roomId);
        return {};
      },
      'room.signal': async (socket, { signal, ...place }) => {
        await service.signal(speaker(socket), place, signal);
        return {};
      },
      'room.relay': async (socket, { channel, bytes, ...place }) => {
        await service.relay(speaker(socket), place, channel, bytes);
        return {};
      },
      'control.take': async (socket, { roomId, fence, lectureId }) => ({
        control: await service.takeControl(speaker(socket), { roomId, fence }, lectureId),
      }),
      'control.answer': async (socket, { controlId, allowed, ...place }) => {
        await service.answerControl(speaker(socket), place, controlId, allowed);
        return {};
      },
      'control.end': async (socket, { controlId, inputs, ...place }) => {
        await service.endControl(speaker(socket), place, controlId, inputs);
        return {};
      },
      'consent.set': async (socket, { lectureId, lessonId, ...change }) => {
        const { studentId } = seatOf(socket, lectureId, lessonId);
        return service.setConsent({ lectureId, lessonId }, studentId, change, speaker(socket).actor);
      },
    },
  };
}
