import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Pixels as 0xRRGGBB, rows without gaps. */
export interface Pixels {
  width: number;
  height: number;
  colors: Uint32Array;
}

/** Fields of an XWD file's header, version 7 (X11/XWDFile.h); all big-endian. */
const field = {
  headerBytes: 0,
  width: 16,
  height: 20,
  bitsPerPixel: 44,
  bytesPerRow: 48,
  colormapEntries: 76,
} as const;
const colormapEntryBytes = 12;

/** Takes the whole screen by xwd: another program's word on what is shown. */
export async function readByXwd(display: string): Promise<Pixels> {
  const options = { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 } as const;
  const { stdout } = await promisify(execFile)('xwd', ['-root', '-silent', '-display', display], options);
  const of = (offset: number): number => stdout.readUInt32BE(offset);
  const width = of(field.width);
  const height = of(field.height);
  const pixelBytes = of(field.bitsPerPixel) / 8;
  const start = of(field.headerBytes) + of(field.colormapEntries) * colormapEntryBytes;
  const colors = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      colors[y * width + x] = stdout.readUIntLE(start + y * of(field.bytesPerRow) + x * pixelBytes, 3);
    }
  }
  return { width, height, colors };
}
