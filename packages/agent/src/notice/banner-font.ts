import type { FontInfo, XConnection } from './x11-connection.js';

export interface BannerFont {
  readonly id: number;
  readonly ascent: number;
  readonly descent: number;
  readonly hasHangul: boolean;
}

// Core fonts with Hangul in Unicode order, where a distribution has them: misc-fixed, Unifont, Baekmuk, Nanum.
const hangulPatterns = [
  '-misc-fixed-medium-r-normal-ko-18-*-*-*-*-*-iso10646-1',
  '-*-*-medium-r-normal-ko-*-*-*-*-*-*-iso10646-1',
  '-*-unifont-*-r-*-*-16-*-*-*-*-*-iso10646-1',
];
const latinPatterns = ['-*-helvetica-bold-r-normal-*-14-*-*-*-*-*-iso8859-1', '9x15bold', '9x15', 'fixed'];

/** Opens a font for the banner: one that has Hangul where one is there, else a Latin one. */
export async function openBannerFont(x: XConnection): Promise<BannerFont> {
  const names = await Promise.all([...hangulPatterns, ...latinPatterns].map((pattern) => firstMatch(x, pattern)));
  const hangul = names.slice(0, hangulPatterns.length).filter((name) => name !== undefined);
  for (const name of hangul) {
    const font = await open(x, name);
    if (font.hasHangul) return font;
  }
  const latin = names.slice(hangulPatterns.length).find((name) => name !== undefined);
  return open(x, latin ?? 'fixed');
}

const firstMatch = async (x: XConnection, pattern: string): Promise<string | undefined> =>
  (await x.ask<string[]>((callback) => x.client.ListFonts(pattern, 1, callback)))[0];

async function open(x: XConnection, name: string): Promise<BannerFont> {
  const id = x.client.AllocID();
  x.client.OpenFont(id, name);
  const info = await x.ask<FontInfo>((callback) => x.client.QueryFont(id, callback));
  return { id, ascent: info.fontAscent, descent: info.fontDescent, hasHangul: hasCharacter(info, '가') };
}

/** Whether a two-byte font has a glyph; X says nothing of a missing one, but its width is 0. */
function hasCharacter(font: FontInfo, character: string): boolean {
  const code = character.charCodeAt(0);
  const [row, column] = [code >> 8, code & 0xff];
  const { minByte1, maxByte1, minCharOrByte2: first, maxCharOrByte2: last } = font;
  if (row < minByte1 || row > maxByte1 || column < first || column > last) return false;
  const info = font.charInfos[(row - minByte1) * (last - first + 1) + (column - first)];
  return (info ?? font.minBounds).characterWidth > 0;
}
