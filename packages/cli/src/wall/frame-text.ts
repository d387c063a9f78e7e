import { alarmTitle } from '@didacto/sdk';
import type { WallMessages } from '../i18n/wall.js';
import { safeText } from '../output/safe-text.js';
import { textWidth, truncate } from './fit-text.js';
import type { TileState, WallSnapshot } from './model.js';
import { elapsedText, STATE_SIGNS, TILE_STATES, type Wording } from './tile-text.js';
import type { WallNotice, WallQuestion, WallView } from './view-state.js';

/** How many tiles are in each state; states without tiles are left out. */
export function countStates(snapshot: WallSnapshot): [TileState, number][] {
  const count = (state: TileState) => snapshot.tiles.filter((tile) => tile.state === state).length;
  return TILE_STATES.map((state): [TileState, number] => [state, count(state)]).filter(([, tiles]) => tiles > 0);
}

/** The line at the top: lecture, lesson, counts, waiting enrollments, connection. */
export function headerLine(snapshot: WallSnapshot, width: number, wording: Wording): string {
  const { texts, palette } = wording;
  const lesson = snapshot.lesson
    ? texts.lesson(elapsedText(wording.now - snapshot.lesson.startedAt))
    : palette.dim(texts.noLesson);
  const counts = countStates(snapshot).map(([state, tiles]) => palette.state(state, `${STATE_SIGNS[state]} ${tiles}`));
  const waiting = snapshot.waiting > 0 ? [palette.bold(texts.waiting(snapshot.waiting))] : [];
  const connection = texts.connection[snapshot.connection];
  const link = snapshot.connection === 'connected' ? palette.dim(connection) : palette.warning(connection);
  const right = [lesson, counts.join(' '), ...waiting, link].filter((part) => part !== '').join('  ');
  const room = width - textWidth(right) - 2;
  const title = truncate(safeText(snapshot.lecture.title), Math.max(0, room));
  return `${palette.bold(title)}${' '.repeat(Math.max(0, width - textWidth(title) - textWidth(right)))}${right}`;
}

/** The line below it for who sees to alarms: how many wait, and what they are; null where none does. */
export function alarmLine(
  { alarms }: WallSnapshot,
  width: number,
  { texts, palette, language }: Wording,
): string | null {
  if (alarms === null || alarms.count === 0) return null;
  const titles = alarms.codes.map((code) => safeText(alarmTitle(code, language)));
  return palette.warning(truncate(`⚠ ${texts.alarms(alarms.count, titles)}`, width));
}

function questionText(question: WallQuestion, texts: WallMessages): string {
  return question.action === 'accept' ? texts.questions.accept(question.count) : texts.questions[question.action];
}

function noticeText(notice: WallNotice, texts: WallMessages): string {
  switch (notice.kind) {
    case 'refused':
      return texts.notices[notice.reason];
    case 'accepted':
      return texts.notices.accepted(notice.count);
    case 'failed':
      return texts.notices.failed(safeText(notice.message));
    case 'told':
      return safeText(notice.message);
    default:
      return texts.notices[notice.kind];
  }
}

/** What the status line is made of. */
export interface StatusInput {
  view: WallView;
  busy: boolean;
  /** The students in sight, where not all of them are. */
  range: { from: number; to: number; total: number } | null;
  /** Why no pictures are drawn. */
  noPictures: 'noPictures' | 'noDecoder' | null;
}

/** The line above the keys: a question, a notice, the filter, or what part of the wall is in sight. */
export function statusLine({ view, busy, range, noPictures }: StatusInput, width: number, wording: Wording): string {
  const { texts, palette } = wording;
  if (view.question) return palette.inverse(truncate(` ${questionText(view.question, texts)} `, width));
  if (view.typing) return truncate(`${texts.filter}${safeText(view.filter)}`, width);
  if (view.notice) {
    const style = view.notice.kind === 'failed' ? palette.warning : palette.bold;
    return style(truncate(noticeText(view.notice, texts), width));
  }
  if (busy) return truncate(texts.notices.working, width);
  const parts: string[] = [];
  if (range) parts.push(texts.range(range.from, range.to, range.total));
  if (view.filter !== '') parts.push(texts.filtered(safeText(view.filter)));
  if (noPictures) parts.push(texts.notices[noPictures]);
  return palette.dim(truncate(parts.join('  '), width));
}

/** The column after what is typed into the filter. */
export function filterCursor(view: WallView, width: number, texts: WallMessages): number {
  return Math.min(width - 1, textWidth(texts.filter) + textWidth(safeText(view.filter)));
}

/** The last line: the keys that work now. */
export function keysLine(view: WallView, width: number, { texts, palette }: Wording): string {
  const mode = view.question ? 'question' : view.typing ? 'typing' : view.help ? 'help' : view.screen;
  return palette.dim(truncate(texts.keys[mode], width));
}
