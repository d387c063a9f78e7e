import type { Lesson } from '@didacto/sdk';
import { CliError } from '../cli-error.js';
import type { Cli } from '../context.js';
import { exitCodes } from '../exit-codes.js';
import { lectureId } from './lecture.js';
import { isId } from './pick.js';

/** A lesson by its id, or by its lecture: the active one, or with `newest` the last one where none is active. */
export async function lessonId(cli: Cli, wanted: string, which: 'active' | 'newest'): Promise<string> {
  if (isId('les', wanted)) return wanted;
  const api = await cli.api();
  const lessons = await api.lessons.list({ lectureId: await lectureId(cli, wanted), limit: 200 });
  const isActive = ({ state }: Lesson) => state === 'active';
  const found = lessons.data.find(isActive) ?? (which === 'newest' ? lessons.data[0] : undefined);
  if (found) return found.id;
  throw new CliError('no_active_lesson', cli.text.talk.noLesson(wanted, which), exitCodes.conflict);
}
