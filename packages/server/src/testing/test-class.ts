import type { Lesson } from '@didacto/sdk';
import {
  createSocket,
  type DidactoSocket,
  type WallFeed,
  type WallFeedEvent,
  watchLecture,
} from '@didacto/sdk/realtime';
import type { Person, TestServer } from './test-server.js';

/** An instructor's lecture with students on its roster. */
export interface TestClass {
  readonly instructor: Person;
  readonly lectureId: string;
  readonly students: readonly Person[];
  startLesson(): Promise<Lesson>;
}

export async function openClass(server: TestServer, students: number): Promise<TestClass> {
  const instructor = await server.person('instructor');
  const { id: lectureId } = await instructor.didacto.lectures.create({ title: '자료구조' });
  const people: Person[] = [];
  for (let n = 0; n < students; n++) {
    const student = await server.person('student');
    await student.didacto.enrollments.request({ lectureId });
    people.push(student);
  }
  if (students > 0)
    await instructor.didacto.enrollments.decideMany({ lectureId, decision: 'accept', enrollmentIds: 'all_waiting' });
  return {
    instructor,
    lectureId,
    students: people,
    startLesson: () => instructor.didacto.lessons.start({ lectureId }),
  };
}

export interface TestWall {
  readonly socket: DidactoSocket;
  readonly feed: WallFeed;
  readonly events: readonly WallFeedEvent[];
  /** What is shown of a student. */
  of(person: Person): ReturnType<WallFeed['screens']>[number] | undefined;
  close(): void;
}

/** Watches a lecture as the given person. */
export function openWall(
  { url }: Pick<TestServer, 'url'>,
  viewer: Person,
  lectureId: string,
  pictures = true,
): TestWall {
  const socket = createSocket({ baseUrl: url, auth: async () => ({ token: viewer.accessToken }) });
  const events: WallFeedEvent[] = [];
  const feed = watchLecture(socket, lectureId, (event) => void events.push(event), { pictures });
  return {
    socket,
    feed,
    events,
    of: ({ member }) => feed.screens().find(({ student }) => student.id === member.id),
    close: () => {
      feed.close();
      socket.disconnect();
    },
  };
}
