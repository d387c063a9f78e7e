import type { Lecture } from '@didacto/sdk';
import type { Cli } from '../context.js';
import { asName, isId, pick } from './pick.js';

const candidate = ({ id, title }: Lecture) => ({ id, names: [title] });

/** A lecture by its id or exact title; one of mine comes before others of that title. */
export async function lectureId(cli: Cli, wanted: string): Promise<string> {
  if (isId('lec', wanted)) return wanted;
  const api = await cli.api();
  const title = asName(wanted);
  const mine = (await api.lectures.mine({ limit: 200 }).toArray()).filter((lecture) => asName(lecture.title) === title);
  if (mine.length > 0) return pick(cli, 'lecture', wanted, mine.map(candidate));
  const found = await api.lectures.list({ keyword: title.slice(0, 100), limit: 200 }).toArray();
  return pick(cli, 'lecture', wanted, found.map(candidate));
}
