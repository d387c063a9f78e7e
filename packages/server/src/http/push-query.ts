import { PushQuery } from '@didacto/sdk/contract';
import { parse } from './router.js';

/** What a push says in its query, ready to use. */
export interface ReadPushQuery {
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly capturedAt: number;
  readonly lessonId: string;
}

/** As the SDK writes it, on a day that every such month has; the schema, for the rest, costs ten times this. */
const usual =
  /^sequence=(\d{1,9})&capturedAt=(\d{4}-(?!02-(?:29|30))(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|30)T(?:[01]\d|2[0-3])(?::|%3A)[0-5]\d(?::|%3A)[0-5]\d\.\d{3}Z)&lessonId=(les_[0-9a-hjkmnp-tv-z]{26})$/;

/** @throws Problem validation_failed */
export function readPushQuery(search: string): ReadPushQuery {
  const [, sequence, time, lessonId] = usual.exec(search) ?? [];
  if (sequence === undefined || time === undefined || lessonId === undefined) return readAny(search);
  return { sequence: Number(sequence), capturedAt: Date.parse(time.replaceAll('%3A', ':')), lessonId };
}

function readAny(search: string): ReadPushQuery {
  const { sequence, capturedAt, lessonId } = parse(PushQuery, Object.fromEntries(new URLSearchParams(search)), 'query');
  return { sequence, capturedAt: Date.parse(capturedAt), lessonId };
}
