const ESC = '\u001b';
/** Control Sequence Introducer. */
export const CSI = `${ESC}[`;

// Autowrap is off while the wall shows, so that a name the terminal draws wider than expected stays in its line.
/** Alternate screen, cleared, no cursor, no autowrap. */
export const ENTER_SCREEN = `${CSI}?1049h${CSI}2J${CSI}?25l${CSI}?7l`;
/** Undoes `ENTER_SCREEN`, and an open synchronized update. */
export const LEAVE_SCREEN = `${CSI}?2026l${CSI}0m${CSI}?7h${CSI}?25h${CSI}?1049l`;
/** Any motion of the mouse is told (1003), by numbers (1006); pasted text is marked (2004). */
export const FORWARD_INPUT = `${CSI}?1003h${CSI}?1006h${CSI}?2004h`;
export const FORWARD_INPUT_ENDS = `${CSI}?2004l${CSI}?1006l${CSI}?1003l`;
/** Modes that a terminal should not be left in, whoever set them: mouse, bracketed paste, kitty keyboard. */
export const RESET_INPUT_MODES = `${CSI}?1000l${CSI}?1002l${CSI}?1003l${CSI}?1006l${CSI}?2004l${CSI}<u`;
export const BEGIN_UPDATE = `${CSI}?2026h`;
export const END_UPDATE = `${CSI}?2026l`;
export const RESET_STYLE = `${CSI}0m`;
/** Deletes all kitty images and frees their data. */
export const KITTY_DELETE_ALL = `${ESC}_Ga=d,d=A,q=2${ESC}\\`;
export const HALF_BLOCK = '▀';

/** Moves the cursor; rows and columns count from 0. */
export const moveTo = (row: number, column: number) => `${CSI}${row + 1};${column + 1}H`;
/** One kitty graphics command. */
export const kittyCommand = (keys: string, payload = '') => `${ESC}_G${keys};${payload}${ESC}\\`;
