import type { Language } from '../i18n/index.js';
import type { WallMessages } from '../i18n/wall.js';
import { safeText } from '../output/safe-text.js';
import { fitText, textWidth } from './fit-text.js';
import type { TileState, WallConsent, WallTile } from './model.js';
import type { Palette } from './palette.js';

/** All states, in the order in which they are counted and explained. */
export const TILE_STATES: readonly TileState[] = [
  'live',
  'unchanged',
  'no_display',
  'agent_lost',
  'left',
  'never_connected',
];

/** A sign for each state, so that nobody has to see colours. */
export const STATE_SIGNS: Record<TileState, string> = {
  live: '●',
  unchanged: '○',
  no_display: '▲',
  agent_lost: '×',
  left: '←',
  never_connected: '·',
};

/** A sign for what a student said otherwise than all do at first: live is allowed, voice and camera are not. */
export const CONSENT_SIGNS = { noLive: '⊘', voice: '♪', camera: '◎' } as const;
type ConsentSign = keyof typeof CONSENT_SIGNS;

/** How text is worded: at what time, in which language, in which style. */
export interface Wording {
  now: number;
  language: Language;
  texts: WallMessages;
  palette: Palette;
}

const MIN_NAME_WIDTH = 8;

/** A time span as seconds, minutes or hours, rounded down. */
export function ageText(milliseconds: number, texts: WallMessages): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return texts.age.seconds(seconds);
  if (seconds < 3600) return texts.age.minutes(Math.floor(seconds / 60));
  return texts.age.hours(Math.floor(seconds / 3600));
}

/** A running time as m:ss or h:mm:ss. */
export function elapsedText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Whether a tile shows its picture. An old picture is never shown as if it were what happens now. */
export function showsPicture(tile: WallTile): boolean {
  return tile.picture !== null && (tile.state === 'live' || tile.state === 'unchanged');
}

/** How old the picture is, or how long the state has lasted; empty for who never came. */
export function tileAge(tile: WallTile, now: number, texts: WallMessages): string {
  if (tile.state === 'never_connected') return '';
  return ageText(now - (showsPicture(tile) && tile.picture ? tile.picture.capturedAt : tile.since), texts);
}

/** What stands in a tile instead of a picture. */
export function panelText(tile: WallTile, texts: WallMessages): string {
  switch (tile.state) {
    case 'live':
    case 'unchanged':
      return texts.panels.firstPicture;
    case 'no_display':
      return texts.panels[tile.reason ?? 'no_display'];
    default:
      return texts.panels[tile.state];
  }
}

/** What is to be shown of a student's consent, in the order of its signs. */
function saidOtherwise({ screen, voice, camera }: WallConsent): ConsentSign[] {
  return [
    ...(screen ? [] : ['noLive' as const]),
    ...(voice ? ['voice' as const] : []),
    ...(camera ? ['camera' as const] : []),
  ];
}

/** A student's consent in words; empty where they said nothing. */
export const consentText = ({ consent }: WallTile, texts: WallMessages): string =>
  saidOtherwise(consent)
    .map((sign) => texts.consent[sign])
    .join(', ');

/** The row below a picture: selection, sign, name, consent, state, age, in exactly `width` cells. */
export function tileLabel(tile: WallTile, width: number, selected: boolean, wording: Wording): string {
  const { texts, palette } = wording;
  const sign = STATE_SIGNS[tile.state];
  const age = tileAge(tile, wording.now, texts);
  const withState = ` ${texts.states[tile.state]} ${age}`.trimEnd();
  const free = Math.max(0, width - 3);
  const signs = saidOtherwise(tile.consent).map((sign) => CONSENT_SIGNS[sign]);
  const consent = signs.length === 0 ? '' : ` ${signs.join('')}`;
  const isRoomy = free - textWidth(consent + withState) >= MIN_NAME_WIDTH;
  const tail = `${consent}${isRoomy ? withState : age === '' ? '' : ` ${age}`}`;
  const name = fitText(safeText(tile.name), Math.max(0, free - textWidth(tail)));
  if (selected) return palette.inverse(palette.bold(fitText(`>${sign} ${name}${tail}`, width)));
  return ` ${palette.state(tile.state, sign)} ${name}${palette.dim(tail)}`;
}
