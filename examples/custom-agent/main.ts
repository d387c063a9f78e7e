// Shows one picture as a student's screen over plain HTTP: what a program of your own needs to be an agent.
import { readFileSync } from 'node:fs';
import { signIn } from '../sign-in.js';

const [lectureId, file] = process.argv.slice(2);
if (!lectureId || !file) throw new Error('Usage: main.ts LECTURE_ID PICTURE.jpg');

const didacto = await signIn();
const { data } = await didacto.lessons.list({ lectureId, limit: 1 });
const lesson = data[0];
if (lesson?.state !== 'active') throw new Error('The lecture has no active lesson');

await didacto.screens.push({
  lectureId,
  lessonId: lesson.id,
  sequence: 1,
  capturedAt: new Date().toISOString(),
  mediaType: 'image/jpeg',
  bytes: readFileSync(file),
});
// Nothing new to show: a sign of life every 2 s keeps the screen from counting as lost.
await didacto.screens.report({ lectureId, state: 'unchanged' });
console.log('Shown');
