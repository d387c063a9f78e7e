import {
  type InputEvent,
  type LiveMessage,
  liveRooms,
  type RoomOptions,
  readInput,
  readMessage,
  type StudentRoom,
  writeMessage,
  writePlayed,
  writeTiles,
} from '@didacto/sdk/live';
import { startOwnAgent } from '../../../packages/server/src/testing/test-agent.js';
import { abilities, type RoomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { numberedTiles, size } from './numbered-picture.js';

/** A student's side of a room whose screen shows a number. */
export interface NumberedStudent {
  readonly room: StudentRoom;
  /** What it was asked to play, in order. */
  readonly inputs: readonly InputEvent[];
  readonly messages: readonly LiveMessage[];
  /** Changes the screen; the picture is sent when the page is ready for it. */
  show(number: number): void;
  /** Spoils the next picture. */
  spoil(): void;
  close(): Promise<void>;
}

export async function startNumberedStudent(
  url: string,
  { lectureId, lessonId, student }: RoomScene,
  options: RoomOptions = { rtc: null },
): Promise<NumberedStudent> {
  const agent = await startOwnAgent({ url }, student.accessToken);
  // The student can be shown what is done to their computer: without that there is no control.
  await agent.notice(true);
  const rooms = liveRooms({ socket: agent.socket, didacto: student.didacto });
  const able = { ...abilities, microphone: true, speaker: true, window: true };
  const room = await rooms.attend({ lectureId, lessonId, abilities: able }, options);
  const inputs: InputEvent[] = [];
  const messages: LiveMessage[] = [];
  let [number, sequence, tiled, spoilt] = [0, 0, false, false];
  const say = (message: LiveMessage) => void room.send('messages', writeMessage(message));
  const draw = () => {
    if (!tiled) return;
    const tiles = numberedTiles(number);
    const head = { whole: true, capturedAt: Date.now(), ...size };
    // In two messages, as a large picture comes.
    for (const complete of [false, true]) {
      const bytes = writeTiles({
        ...head,
        complete,
        sequence: ++sequence,
        tiles: complete ? tiles.slice(2) : tiles.slice(0, 2),
      });
      void room.send('tiles', spoilt ? bytes.subarray(0, 30) : bytes);
    }
    spoilt = false;
  };
  const onMessage = (message: LiveMessage) => {
    messages.push(message);
    if (message.type === 'pause') tiled = false;
    if (message.type === 'watch') {
      tiled = message.transport !== 'track';
      say({ type: 'sending', transport: tiled ? 'tiles' : 'track', ...size });
      draw();
    }
    if (message.type === 'refresh') draw();
  };
  room.on('data', (channel, bytes) => {
    if (channel === 'messages') {
      const message = readMessage(bytes);
      if (message) onMessage(message);
    }
    const input = channel === 'input' ? readInput(bytes) : undefined;
    if (input === undefined || input.controlId !== room.control?.id) return;
    inputs.push(input.event);
    void room.send('input', writePlayed({ played: input.seq }));
  });
  return {
    ...{ room, inputs, messages },
    show: (next) => {
      number = next;
      draw();
    },
    spoil: () => {
      spoilt = true;
    },
    close: async () => {
      await room.close();
      agent.close();
    },
  };
}
