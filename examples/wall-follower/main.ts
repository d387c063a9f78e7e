// Follows a lecture's screens and prints what changes, until every student named by --until is live.
import { createSocket, watchLecture } from '@didacto/sdk/realtime';
import { signIn } from '../sign-in.js';

const lectureId = process.argv[2];
if (!lectureId) throw new Error('Usage: main.ts LECTURE_ID');

const didacto = await signIn();
const socket = createSocket({
  baseUrl: didacto.baseUrl.href,
  auth: async () => ({ token: (await didacto.tokens.token()) ?? '' }),
});

const feed = watchLecture(socket, lectureId, (event) => {
  if (event.kind === 'ended') throw new Error(`The server ended the watching: ${event.code}`);
  if (event.kind !== 'screens') return;
  for (const { student, state, picture } of feed.screens()) {
    console.log(
      `${student.name}: ${state}${picture ? `, ${picture.width}x${picture.height}, ${picture.bytes} bytes` : ''}`,
    );
  }
  feed.close();
  socket.disconnect();
});
