import type { HandlersOf } from '../../http/handlers.js';
import type { LessonService } from './service.js';

export const lessonHandlers = (service: LessonService): HandlersOf<'lessons'> => ({
  start: async ({ params }, { actor }) => service.start(params.lectureId, actor),
  end: async ({ params }, { actor }) => service.end(params.lessonId, actor),
  list: async ({ params, query }) => service.list(params.lectureId, query),
  get: async ({ params }) => service.get(params.lessonId),
  attendance: async ({ params }) => service.attendance(params.lessonId),
});
