import type { TileState } from './model.js';
import { CSI } from './screen/ansi.js';
import type { Colours } from './screen/capabilities.js';

/** Styles of the wall's text. Meaning never rests on colour alone, so all of them may be the identity. */
export interface Palette {
  state(state: TileState, text: string): string;
  bold(text: string): string;
  dim(text: string): string;
  inverse(text: string): string;
  warning(text: string): string;
}

const sgr = (on: number, off: number) => (text: string) => `${CSI}${on}m${text}${CSI}${off}m`;
const foreground = (colour: number) => sgr(colour, 39);

const STATE_COLOURS: Record<TileState, number> = {
  live: 32,
  unchanged: 36,
  no_display: 33,
  agent_lost: 31,
  left: 90,
  never_connected: 90,
};

/** A palette for a terminal; without colours it still has bold, dim and inverse. */
export function createPalette(colours: Colours): Palette {
  const coloured = colours !== 'none';
  return {
    state: (state, text) => (coloured ? foreground(STATE_COLOURS[state])(text) : text),
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    inverse: sgr(7, 27),
    warning: coloured ? foreground(33) : sgr(1, 22),
  };
}

/** No styles at all, for pipes and files. */
export const plainPalette: Palette = {
  state: (_, text) => text,
  bold: (text) => text,
  dim: (text) => text,
  inverse: (text) => text,
  warning: (text) => text,
};
