/** Turns pixels into colours a terminal can show, and those into SGR parameters. */
export interface ColourCodec {
  /** The terminal's colour for a pixel, as a number >= 0. */
  encode(red: number, green: number, blue: number): number;
  /** SGR parameters that set a colour as foreground or background. */
  foreground(colour: number): string;
  background(colour: number): string;
}

const DECIMAL = Array.from({ length: 256 }, (_, n) => String(n));
const decimal = (byte: number) => DECIMAL[byte & 255] ?? '0';
const rgb = (colour: number) => `${decimal(colour >> 16)};${decimal(colour >> 8)};${decimal(colour)}`;

/** 24-bit colours. */
export const trueColour: ColourCodec = {
  encode: (red, green, blue) => (red << 16) | (green << 8) | blue,
  foreground: (colour) => `38;2;${rgb(colour)}`,
  background: (colour) => `48;2;${rgb(colour)}`,
};

// The xterm palette: a 6x6x6 cube with these levels from index 16 on, and 24 greys from 232 on, 10 apart from 8.
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];
const nearestLevel = (value: number) => (value < 48 ? 0 : value < 115 ? 1 : Math.min(5, Math.floor((value - 35) / 40)));
const level = (index: number) => CUBE_LEVELS[index] ?? 0;

function encode256(red: number, green: number, blue: number): number {
  const [r, g, b] = [nearestLevel(red), nearestLevel(green), nearestLevel(blue)];
  const average = (red + green + blue) / 3;
  const grey = Math.max(0, Math.min(23, Math.round((average - 8) / 10)));
  const distance = (x: number, y: number, z: number) => (red - x) ** 2 + (green - y) ** 2 + (blue - z) ** 2;
  const shade = 8 + grey * 10;
  return distance(shade, shade, shade) < distance(level(r), level(g), level(b)) ? 232 + grey : 16 + r * 36 + g * 6 + b;
}

/** The 256 colours of xterm's palette. */
export const palette256: ColourCodec = {
  encode: encode256,
  foreground: (colour) => `38;5;${decimal(colour)}`,
  background: (colour) => `48;5;${decimal(colour)}`,
};
