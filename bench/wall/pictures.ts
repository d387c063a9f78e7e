import jpeg from '@julusian/jpeg-turbo'; // CommonJS made at run time: it has no named imports
import { Canvas } from '../content/canvas.js';
import { drawPlasma } from '../content/plasma.js';

const SIZE = { width: 320, height: 180 };

/** JPEGs of a wall tile's size, 320x180, each as near to the wanted length as a quality brings it. */
export function makePictures(count: number, bytes: number): Buffer[] {
  return Array.from({ length: count }, (_, frame) => {
    const canvas = new Canvas(SIZE);
    drawPlasma(canvas, { x: 0, y: 0, ...SIZE }, frame * 7);
    // The encoder reads one row past the last.
    const pixels = Buffer.concat([Buffer.from(canvas.pixels.buffer), Buffer.alloc(SIZE.width * 4)]);
    return nearest(pixels, bytes);
  });
}

function nearest(pixels: Buffer, bytes: number): Buffer {
  const options = { ...SIZE, format: jpeg.FORMAT_BGRX, subsampling: jpeg.SAMP_420 };
  const room = Buffer.alloc(jpeg.bufferSize(options));
  let low = 1;
  let high = 100;
  while (low < high) {
    const quality = (low + high) >> 1;
    if (jpeg.compressSync(pixels, room, { ...options, quality }).length < bytes) low = quality + 1;
    else high = quality;
  }
  return Buffer.from(jpeg.compressSync(pixels, room, { ...options, quality: low }));
}
