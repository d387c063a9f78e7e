/** The part of a KeyboardEvent that decides. */
export interface KeyLook {
  readonly code: string;
  readonly key: string;
  readonly isComposing: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  /** Whether AltGr is held, which writes characters. */
  readonly altGraph: boolean;
}

const shiftedDigits = ')!@#$%^&*(';
/** What keys of signs write, without Shift and with it. */
export const signs: Readonly<Record<string, string>> = {
  Backquote: '`~',
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
};

/** What a key writes on the layout that lab PCs have: US and Korean two-set alike. */
function usual(code: string, shift: boolean): string | undefined {
  if (/^Key[A-Z]$/.test(code)) return shift ? code.slice(3) : code.slice(3).toLowerCase();
  if (/^Digit\d$/.test(code)) return shift ? shiftedDigits[Number(code.slice(5))] : code.slice(5);
  return signs[code]?.[shift ? 1 : 0];
}

/** Keys that set this keyboard, not the student's: what they change here arrives as text. */
const ownKeys = new Set(
  [
    'CapsLock NumLock ScrollLock HangulMode HanjaMode JunjaMode KanaMode Hiragana Katakana Zenkaku Hankaku Convert',
    'NonConvert ModeChange AltGraph Dead Process Unidentified Fn FnLock Power Sleep WakeUp',
  ]
    .join(' ')
    .split(' '),
);
const ownCodes =
  /^(Lang\d|KanaMode|Convert|NonConvert|Fn|FnLock|Power|Sleep|WakeUp|Audio.*|Media.*|Browser.*|Launch.*|Brightness.*)$/;

/**
 * How a key is sent: `key` by its place, `text` as what it writes here, or not at all (`own`).
 * A key goes by its place where it writes here what it would write there; with Ctrl, Alt or Meta it is a command.
 */
export function chooseKey(look: KeyLook): 'key' | 'text' | 'own' {
  const { code, key } = look;
  if (look.isComposing || ownKeys.has(key) || ownCodes.test(code)) return 'own';
  if ([...key].length > 1) return code === '' ? 'own' : 'key';
  const isCommand = (look.ctrlKey || look.altKey || look.metaKey) && !look.altGraph;
  if (isCommand) return code === '' ? 'own' : 'key';
  return usual(code, look.shiftKey) === key ? 'key' : 'text';
}
