/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How many colours the terminal shows. */
export type Colours = 'truecolor' | '256' | 'none';

const isSet = (value: string | undefined) => value !== undefined && value !== '';
const TRUE_COLOUR_PROGRAMS = new Set(['iTerm.app', 'vscode', 'WezTerm', 'ghostty', 'rio', 'Hyper']);

/** The colours to use, by NO_COLOR, FORCE_COLOR, TERM, COLORTERM and what known terminals tell of themselves. */
export function detectColours(env: Environment): Colours {
  const term = env.TERM ?? '';
  if (isSet(env.NO_COLOR) || env.FORCE_COLOR === '0' || term === 'dumb') return 'none';
  if (env.FORCE_COLOR === '3' || /^(truecolor|24bit)$/.test(env.COLORTERM ?? '')) return 'truecolor';
  if (/direct|truecolor|kitty|ghostty|alacritty|foot/.test(term) || isSet(env.WT_SESSION)) return 'truecolor';
  return TRUE_COLOUR_PROGRAMS.has(env.TERM_PROGRAM ?? '') ? 'truecolor' : '256';
}

/** Whether a multiplexer stands between us and the terminal. It would swallow or misread graphics commands. */
export function insideMultiplexer(env: Environment): boolean {
  return isSet(env.TMUX) || isSet(env.STY) || /^(tmux|screen)/.test(env.TERM ?? '');
}

/** What the environment says of kitty graphics: certain, impossible, or to be asked of the terminal. */
export function kittyHint(env: Environment): 'yes' | 'no' | 'ask' {
  if (insideMultiplexer(env) || detectColours(env) === 'none') return 'no';
  if (isSet(env.KITTY_WINDOW_ID) || /^xterm-(kitty|ghostty)$/.test(env.TERM ?? '')) return 'yes';
  return isSet(env.TERM) && env.TERM !== 'linux' ? 'ask' : 'no';
}
