// Opens a lecture, accepts whoever waits, runs a lesson and reads its record.
import { isApiError } from '@didacto/sdk';
import { signIn } from '../sign-in.js';

const didacto = await signIn();
const me = await didacto.members.me();
console.log(`Signed in as ${me.name} (${me.role})`);

const lecture = await didacto.lectures.create({ title: '파이썬 첫걸음' }).catch((error: unknown) => {
  if (isApiError(error) && error.code === 'lecture_limit_reached')
    throw new Error('Close a lecture first: the free grade owns 3');
  throw error;
});
console.log(`Opened ${lecture.title} (${lecture.id})`);

const { results } = await didacto.enrollments.decideMany({
  lectureId: lecture.id,
  decision: 'accept',
  enrollmentIds: 'all_waiting',
});
console.log(`Accepted ${results.length}`);
for await (const entry of didacto.roster.list({ lectureId: lecture.id })) console.log(`- ${entry.student.name}`);

const lesson = await didacto.lessons.start({ lectureId: lecture.id });
await didacto.lessons.end({ lessonId: lesson.id });
const { students } = await didacto.lessons.attendance({ lessonId: lesson.id });
console.log(`The lesson is over; ${students.length} on record`);
await didacto.lectures.close({ lectureId: lecture.id });
