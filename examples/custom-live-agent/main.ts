// Attends a live room as a student and shows a moving bar, until the instructor who came leaves again: what a program of
// your own needs to be watched live. Without WebRTC in Node the server relays; pass `rtc` to `attend` to go direct.
import { setTimeout as sleep } from 'node:timers/promises';
import { readMessage, type Tile, writeMessage, writeTiles } from '@didacto/sdk/live';
import jpeg from '@julusian/jpeg-turbo';
import { signIn } from '../sign-in.js';

const [width, height, bar] = [320, 180, 16];
const lectureId = process.argv[2];
if (!lectureId) throw new Error('Usage: main.ts LECTURE_ID');

const didacto = await signIn();
const { data } = await didacto.lessons.list({ lectureId, limit: 1 });
const lesson = data[0];
if (lesson?.state !== 'active') throw new Error('The lecture has no active lesson');

const abilities = { track: false, tiles: true, control: null, microphone: false, speaker: false, window: false };
const room = await didacto.rooms.attend({
  ...{ lectureId, lessonId: lesson.id },
  abilities: { ...abilities, screen: { width, height } },
});
let [whole, wasWatched] = [true, false];
room.on('peer', () => {
  whole = true;
});
room.on('data', (_, bytes) => {
  if (readMessage(bytes)?.type === 'refresh') whole = true;
});

const tile = (x: number, wide: number, grey: number): Tile => {
  // The encoder wants a spare row.
  const pixels = Buffer.alloc(wide * (height + 1) * 3, grey);
  const encoded = jpeg.compressSync(pixels, { format: jpeg.FORMAT_RGB, width: wide, height });
  return { x, y: 0, width: wide, height, jpeg: encoded };
};
console.log('Waiting for an instructor');
for (let n = 0; room.peer !== null || !wasWatched; await sleep(40)) {
  if (room.peer === null) continue;
  wasWatched = true;
  const [before, now] = [(n % 20) * bar, (++n % 20) * bar];
  const tiles = [whole ? tile(0, width, 0) : tile(before, bar, 0), tile(now, bar, 255)];
  if (whole) await room.send('messages', writeMessage({ type: 'sending', transport: 'tiles', width, height }));
  const message = { whole, complete: true, sequence: n, capturedAt: Date.now(), width, height, tiles };
  whole = false;
  await room.send('tiles', writeTiles(message));
}
await room.close();
console.log('Watched, and left');
