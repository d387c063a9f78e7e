import { createRequire } from 'node:module';
import type { Didacto } from '@didacto/sdk';
import { type InstructorRoom, type RoomOptions, readTiles, type TileMessage, writeMessage } from '@didacto/sdk/live';

const jpegTurbo: typeof import('@julusian/jpeg-turbo') = createRequire(
  new URL('../../../packages/agent/package.json', import.meta.url),
)('@julusian/jpeg-turbo');

/** A viewer that draws tiles into memory. */
export interface LiveViewer {
  readonly room: InstructorRoom;
  readonly messages: TileMessage[];
  /** BGRX. */
  picture(): { width: number; height: number; pixels: Buffer };
  watch(transport: 'auto' | 'track' | 'tiles'): void;
  refresh(): void;
}

/** Joins a student's room and asks for nothing yet. */
export async function joinLive(
  { instructor, lectureId, studentId }: { instructor: { didacto: Didacto }; lectureId: string; studentId: string },
  options: RoomOptions = { rtc: null },
): Promise<LiveViewer> {
  const room = await instructor.didacto.rooms.join({ lectureId, studentId }, options);
  const messages: TileMessage[] = [];
  let canvas = { width: 0, height: 0, pixels: Buffer.alloc(0) };
  const draw = (message: TileMessage): void => {
    const { width, height } = message;
    if (canvas.width !== width || canvas.height !== height)
      canvas = { width, height, pixels: Buffer.alloc(width * height * 4) };
    for (const { x, y, width: wide, height: tall, jpeg } of message.tiles) {
      const { data } = jpegTurbo.decompressSync(Buffer.from(jpeg), { format: jpegTurbo.FORMAT_BGRX });
      for (let row = 0; row < tall; row++)
        data.copy(canvas.pixels, ((y + row) * width + x) * 4, row * wide * 4, (row + 1) * wide * 4);
    }
  };
  const say = (message: Parameters<typeof writeMessage>[0]) => void room.send('messages', writeMessage(message));
  room.on('data', (channel, bytes) => {
    const message = channel === 'tiles' ? readTiles(bytes) : undefined;
    if (message === undefined) return;
    messages.push(message);
    draw(message);
    if (message.complete) say({ type: 'drawn', sequence: message.sequence });
  });
  return {
    room,
    messages,
    picture: () => canvas,
    watch: (transport) => say({ type: 'watch', transport, maxWidth: 1920, maxHeight: 1080 }),
    refresh: () => say({ type: 'refresh' }),
  };
}
