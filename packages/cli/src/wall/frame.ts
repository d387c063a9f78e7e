import { safeText } from '../output/safe-text.js';
import { fitText, textWidth, truncate } from './fit-text.js';
import { alarmLine, filterCursor, headerLine, keysLine, statusLine } from './frame-text.js';
import { type Box, fit16by9, type GridLayout, layoutGrid, pictureBox, type Size, scrollTo } from './layout.js';
import type { WallSnapshot, WallTile } from './model.js';
import {
  ageText,
  CONSENT_SIGNS,
  consentText,
  panelText,
  STATE_SIGNS,
  showsPicture,
  TILE_STATES,
  tileLabel,
  type Wording,
} from './tile-text.js';
import { matchesFilter, type WallSituation, type WallView } from './view-state.js';

/** One tile's text: a panel in place of its picture, and its label. */
export interface FrameTile {
  studentId: string;
  panel: string | null;
  label: string;
}

/** What stands between the header and the status line. */
export type FrameBody =
  | { kind: 'grid'; grid: GridLayout; tiles: readonly FrameTile[] }
  | { kind: 'detail'; picture: Size; panel: string | null; lines: readonly string[] }
  | { kind: 'lines'; lines: readonly string[] };

/** Everything the screen shows but the pixels, and where those go. */
export interface WallFrame {
  size: Size;
  header: string;
  /** The alarms, below it; null where there are none. */
  alarms: string | null;
  body: FrameBody;
  status: string;
  keys: string;
  cursor: { row: number; column: number } | null;
  pictures: readonly { studentId: string; box: Box }[];
  firstRow: number;
}

/** What a frame is made from. */
export interface FrameInput extends Wording {
  snapshot: WallSnapshot;
  view: WallView;
  size: Size;
  busy: boolean;
  /** Why no pictures are drawn, null where they are. */
  noPictures: 'noPictures' | 'noDecoder' | null;
  /** The picture version of each student that could not be decoded. */
  unreadable: ReadonlyMap<string, number>;
}

const FOOTER_ROWS = 2;
const DETAIL_LINES = 3;
const MIN_SIZE: Size = { columns: 30, rows: 8 };

/** The header, and the alarms where there are any. */
const headRows = ({ alarms }: WallSnapshot): number => (alarms !== null && alarms.count > 0 ? 2 : 1);
const bodySize = (size: Size, snapshot: WallSnapshot): Size => ({
  columns: size.columns,
  rows: size.rows - headRows(snapshot) - FOOTER_ROWS,
});

/** The tiles that the filter lets through. */
export function filteredTiles(snapshot: WallSnapshot, filter: string): readonly WallTile[] {
  return filter === '' ? snapshot.tiles : snapshot.tiles.filter((tile) => matchesFilter(safeText(tile.name), filter));
}

/** What keys mean at this moment. */
export function situationOf(
  snapshot: WallSnapshot,
  view: WallView,
  size: Size,
  { busy, live }: Pick<WallSituation, 'busy' | 'live'>,
): WallSituation {
  const tiles = filteredTiles(snapshot, view.filter);
  const grid = layoutGrid(bodySize(size, snapshot), tiles.length);
  return {
    ids: tiles.map((tile) => tile.studentId),
    columns: grid.columns,
    pageRows: grid.visibleRows,
    waiting: snapshot.waiting,
    lessonActive: snapshot.lesson !== null,
    busy,
    live,
  };
}

/** Lays the whole screen out. */
export function buildFrame(input: FrameInput): WallFrame {
  const { size, view, snapshot } = input;
  if (size.columns < MIN_SIZE.columns || size.rows < MIN_SIZE.rows) return tooSmall(input);
  const tiles = filteredTiles(snapshot, view.filter);
  const { range, ...content } = contentOf(input, tiles);
  return {
    size,
    header: headerLine(snapshot, size.columns, input),
    alarms: alarmLine(snapshot, size.columns, input),
    status: statusLine({ ...input, range }, size.columns, input),
    keys: keysLine(view, size.columns, input),
    cursor: view.typing ? { row: size.rows - 2, column: filterCursor(view, size.columns, input.texts) } : null,
    ...content,
  };
}

interface Content {
  body: FrameBody;
  pictures: readonly { studentId: string; box: Box }[];
  firstRow: number;
  range: { from: number; to: number; total: number } | null;
}

function contentOf(input: FrameInput, tiles: readonly WallTile[]): Content {
  const { view, texts, snapshot } = input;
  const plain = (lines: readonly string[]): Content => ({
    body: { kind: 'lines', lines },
    pictures: [],
    firstRow: view.firstRow,
    range: null,
  });
  if (view.help) return plain(helpLines(input));
  // Without a lesson there are no screens, whoever is on the roster.
  const empty = snapshot.lesson === null ? texts.emptyWithoutLesson : texts.empty;
  if (snapshot.tiles.length === 0) return plain(['', `  ${empty}`]);
  if (tiles.length === 0) return plain(['', `  ${texts.emptyFiltered(safeText(view.filter))}`]);
  const selected = tiles.find((tile) => tile.studentId === view.selected);
  return view.screen === 'detail' && selected ? detailContent(input, selected) : gridContent(input, tiles);
}

/** Why a tile shows no picture, null where it shows one. */
function panelOf(tile: WallTile, input: FrameInput): string | null {
  if (!showsPicture(tile)) return panelText(tile, input.texts);
  if (input.noPictures) return input.texts.states[tile.state];
  return input.unreadable.get(tile.studentId) === tile.picture?.version ? input.texts.panels.unreadable : null;
}

function gridContent(input: FrameInput, tiles: readonly WallTile[]): Content {
  const { view } = input;
  const grid = layoutGrid(bodySize(input.size, input.snapshot), tiles.length);
  const index = tiles.findIndex((tile) => tile.studentId === view.selected);
  const firstRow = scrollTo(grid, view.firstRow, index);
  const from = firstRow * grid.columns;
  const shown = tiles.slice(from, from + grid.visibleRows * grid.columns);
  const frameTiles = shown.map((tile) => ({
    studentId: tile.studentId,
    panel: panelOf(tile, input),
    label: tileLabel(tile, grid.tile.columns, tile.studentId === view.selected, input),
  }));
  const pictures = frameTiles.flatMap(({ studentId, panel }, position) => {
    const box = pictureBox(grid, position);
    return panel === null ? [{ studentId, box: { ...box, row: box.row + headRows(input.snapshot) } }] : [];
  });
  const scrolls = grid.totalRows > grid.visibleRows;
  const range = scrolls ? { from: from + 1, to: from + shown.length, total: tiles.length } : null;
  return { body: { kind: 'grid', grid, tiles: frameTiles }, pictures, firstRow, range };
}

function detailContent(input: FrameInput, tile: WallTile): Content {
  const area = bodySize(input.size, input.snapshot);
  const picture = fit16by9({ columns: area.columns, rows: area.rows - DETAIL_LINES });
  const panel = panelOf(tile, input);
  const column = Math.floor((area.columns - picture.columns) / 2);
  const pictures =
    panel === null ? [{ studentId: tile.studentId, box: { column, row: headRows(input.snapshot), ...picture } }] : [];
  const body: FrameBody = { kind: 'detail', picture, panel, lines: detailLines(input, tile) };
  return { body, pictures, firstRow: input.view.firstRow, range: null };
}

const clockText = (time: number) => new Date(time).toTimeString().slice(0, 8);

function detailLines(input: FrameInput, tile: WallTile): string[] {
  const { texts, palette, now } = input;
  const width = input.size.columns;
  const state = texts.detail.since(texts.states[tile.state], clockText(tile.since));
  const device = tile.deviceName === null ? texts.detail.noDevice : safeText(tile.deviceName);
  const seen = showsPicture(tile) && tile.picture;
  const first = truncate(`${STATE_SIGNS[tile.state]} ${safeText(tile.name)}  ${device}`, width);
  const second = [state, ...(seen ? [texts.detail.picture(ageText(now - seen.capturedAt, texts))] : [])].join('  ');
  const gap = seen ? texts.detail.noGap : texts.detail.gap(ageText(now - tile.since, texts));
  const third = [gap, consentText(tile, texts)].filter(Boolean).join('  ');
  return [palette.bold(first), palette.state(tile.state, truncate(second, width)), truncate(third, width)];
}

function helpLines({ texts, palette, size }: FrameInput): string[] {
  const keyWidth = Math.max(...texts.help.map(([key]) => textWidth(key ?? ''))) + 3;
  const keys = texts.help.map(([key, meaning]) =>
    truncate(`  ${fitText(key ?? '', keyWidth)}${meaning}`, size.columns),
  );
  const signs = TILE_STATES.map((state) => `  ${palette.state(state, STATE_SIGNS[state])} ${texts.states[state]}`);
  const consents = (['noLive', 'voice', 'camera'] as const).map(
    (sign) => `  ${CONSENT_SIGNS[sign]} ${texts.consent[sign]}`,
  );
  const legend = [palette.bold(` ${texts.legendTitle}`), signs.join(''), consents.join('')];
  return ['', palette.bold(` ${texts.helpTitle}`), ...keys, '', ...legend];
}

function tooSmall(input: FrameInput): WallFrame {
  const { size, texts, view } = input;
  const line = truncate(texts.tooSmall(MIN_SIZE.columns, MIN_SIZE.rows), size.columns);
  return {
    size,
    header: line,
    alarms: null,
    body: { kind: 'lines', lines: [] },
    status: '',
    keys: '',
    cursor: null,
    pictures: [],
    firstRow: view.firstRow,
  };
}
