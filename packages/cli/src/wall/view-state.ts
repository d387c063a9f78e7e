import { graphemes } from './fit-text.js';
import type { WallKey } from './keys.js';

/** What the wall asks its source to do. */
export type WallAction = 'accept' | 'start' | 'end';

/** A question before an action; `count` is how many enrollments would be accepted. */
export interface WallQuestion {
  action: WallAction;
  count: number;
}

/** What the status line tells until the next key. */
export type WallNotice =
  | { kind: 'refused'; reason: WallRefusal }
  | { kind: 'accepted'; count: number }
  | { kind: 'started' | 'ended' }
  | { kind: 'failed' | 'told'; message: string };

/** Why an action is not even asked about. */
export type WallRefusal = 'working' | 'nobodyWaits' | 'lessonRuns' | 'noLessonRuns';

/** Where the person at the keyboard is. */
export interface WallView {
  screen: 'grid' | 'detail';
  help: boolean;
  selected: string | null;
  firstRow: number;
  filter: string;
  typing: boolean;
  question: WallQuestion | null;
  notice: WallNotice | null;
}

/** What a key's meaning depends on besides the view. */
export interface WallSituation {
  /** The students that the filter lets through, in their order. */
  ids: readonly string[];
  columns: number;
  pageRows: number;
  waiting: number;
  lessonActive: boolean;
  /** An action is under way. */
  busy: boolean;
  /** One student can be viewed live: in this terminal, and in a browser. */
  live: boolean;
}

/** What has to happen outside the view. */
export type WallEffect =
  | { kind: 'quit'; interrupted: boolean }
  | { kind: 'suspend' }
  | { kind: 'view'; studentId: string | null }
  | { kind: 'live' | 'page'; studentId: string }
  | { kind: 'act'; action: WallAction };

/** A view and what follows from it. */
export interface WallStep {
  view: WallView;
  effects: readonly WallEffect[];
}

export const initialView: WallView = {
  screen: 'grid',
  help: false,
  selected: null,
  firstRow: 0,
  filter: '',
  typing: false,
  question: null,
  notice: null,
};

const stay = (view: WallView): WallStep => ({ view, effects: [] });
const quit = (view: WallView, interrupted = false): WallStep => ({ view, effects: [{ kind: 'quit', interrupted }] });

/** The names that a filter lets through: case and composition do not matter. */
export function matchesFilter(name: string, filter: string): boolean {
  const plain = (text: string) => text.normalize('NFC').toLowerCase();
  return plain(name).includes(plain(filter.trim()));
}

/** Keeps the selection on somebody who is there, and closes the view of somebody who is not. */
export function settleView(view: WallView, ids: readonly string[]): WallStep {
  if (view.selected !== null && ids.includes(view.selected)) return stay(view);
  const closed: WallView = { ...view, selected: ids[0] ?? null, screen: 'grid' };
  return { view: closed, effects: view.screen === 'detail' ? [{ kind: 'view', studentId: null }] : [] };
}

/** What a key does. */
export function pressKey(before: WallView, key: WallKey, situation: WallSituation): WallStep {
  if (key.name === 'interrupt') return quit(before, true);
  if (key.name === 'suspend') return { view: before, effects: [{ kind: 'suspend' }] };
  const view: WallView = { ...before, notice: null };
  if (view.question !== null) return answer(view, view.question, key);
  if (view.typing) return typeFilter(view, key, situation);
  if (view.help) return inHelp(view, key);
  return view.screen === 'detail' ? inDetail(view, key, situation) : inGrid(view, key, situation);
}

function answer(view: WallView, question: WallQuestion, key: WallKey): WallStep {
  const letter = key.name === 'text' ? key.text.toLowerCase() : '';
  // ㅛ is what the Y key gives while a Korean input method is on.
  if (letter === 'y' || letter === 'ㅛ') {
    return { view: { ...view, question: null }, effects: [{ kind: 'act', action: question.action }] };
  }
  const no = letter === 'n' || letter === 'ㅜ' || letter === 'q' || key.name === 'escape';
  return stay(no ? { ...view, question: null } : view);
}

function typeFilter(view: WallView, key: WallKey, situation: WallSituation): WallStep {
  switch (key.name) {
    case 'text':
      return stay({ ...view, filter: (view.filter + key.text).normalize('NFC') });
    case 'backspace':
      return stay({ ...view, filter: graphemes(view.filter).slice(0, -1).join('') });
    case 'enter':
      return stay({ ...view, typing: false });
    case 'escape':
      return stay({ ...view, typing: false, filter: '' });
    default:
      return stay(moveSelection(view, key, situation));
  }
}

function inHelp(view: WallView, key: WallKey): WallStep {
  if (key.name === 'text' && isKey(key.text, 'q')) return quit(view);
  return stay({ ...view, help: false });
}

function inDetail(view: WallView, key: WallKey, situation: WallSituation): WallStep {
  const opened = openLive(view, key, situation);
  if (opened) return opened;
  if (key.name === 'text') return command(view, key.text, situation);
  if (key.name === 'escape' || key.name === 'backspace') {
    return { view: { ...view, screen: 'grid' }, effects: [{ kind: 'view', studentId: null }] };
  }
  const moved = moveSelection(view, key, { ...situation, columns: 1, pageRows: 1 });
  if (moved.selected === view.selected) return stay(moved);
  return { view: moved, effects: [{ kind: 'view', studentId: moved.selected }] };
}

function inGrid(view: WallView, key: WallKey, situation: WallSituation): WallStep {
  const opened = openLive(view, key, situation);
  if (opened) return opened;
  const isSpace = key.name === 'text' && key.text === ' ';
  if (key.name === 'text' && !isSpace) return command(view, key.text, situation);
  if (key.name === 'escape') return stay({ ...view, filter: '' });
  if ((key.name === 'enter' || isSpace) && view.selected !== null) {
    return { view: { ...view, screen: 'detail' }, effects: [{ kind: 'view', studentId: view.selected }] };
  }
  return stay(moveSelection(view, key, situation));
}

/** Enter opens the selected student live here, `v` in a browser; null for any other key, or where neither can be. */
function openLive(view: WallView, key: WallKey, { live }: WallSituation): WallStep | null {
  if (!live || view.selected === null) return null;
  if (key.name === 'enter') return { view, effects: [{ kind: 'live', studentId: view.selected }] };
  const isPage = key.name === 'text' && isKey(key.text, 'v');
  return isPage ? { view, effects: [{ kind: 'page', studentId: view.selected }] } : null;
}

// The letters of a two-set Korean keyboard, so that the keys work whatever the input method is set to.
const KOREAN_LETTERS: Readonly<Record<string, string>> = { ㅂ: 'q', ㅁ: 'a', ㄴ: 's', ㄷ: 'e', ㅍ: 'v' };
const isKey = (text: string, letter: string) => (KOREAN_LETTERS[text] ?? text) === letter;

function command(view: WallView, text: string, situation: WallSituation): WallStep {
  switch (KOREAN_LETTERS[text] ?? text) {
    case 'q':
      return quit(view);
    case '?':
      return stay({ ...view, help: true });
    case '/':
      return stay(view.screen === 'grid' ? { ...view, typing: true } : view);
    case 'a':
      return stay(ask(view, 'accept', situation, situation.waiting > 0 ? null : 'nobodyWaits'));
    case 's':
      return stay(ask(view, 'start', situation, situation.lessonActive ? 'lessonRuns' : null));
    case 'e':
      return stay(ask(view, 'end', situation, situation.lessonActive ? null : 'noLessonRuns'));
    default:
      return stay(view);
  }
}

function ask(view: WallView, action: WallAction, situation: WallSituation, refusal: WallRefusal | null): WallView {
  const reason = situation.busy ? 'working' : refusal;
  if (reason !== null) return { ...view, notice: { kind: 'refused', reason } };
  return { ...view, question: { action, count: situation.waiting } };
}

function moveSelection(view: WallView, key: WallKey, situation: WallSituation): WallView {
  const { ids, columns, pageRows } = situation;
  const at = view.selected === null ? 0 : Math.max(0, ids.indexOf(view.selected));
  const last = ids.length - 1;
  const steps: Partial<Record<WallKey['name'], number>> = {
    left: -1,
    right: 1,
    up: -columns,
    down: columns,
    pageUp: -columns * pageRows,
    pageDown: columns * pageRows,
    home: -at,
    end: last - at,
  };
  const step = steps[key.name];
  if (step === undefined) return view;
  const target = Math.max(0, Math.min(last, at + step));
  const inSameRow = Math.floor(target / columns) === Math.floor(at / columns);
  // Up and down at the edge stay where they are instead of sliding along the row.
  if ((key.name === 'up' || key.name === 'down') && inSameRow) return view;
  return { ...view, selected: ids[target] ?? null };
}
