import type { RgbImage } from './decode-jpeg.js';

/** Scales a picture by averaging the pixels under each target pixel; where it grows, pixels repeat. */
export function downscale(image: RgbImage, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  const rows = spans(image.height, height);
  const columns = spans(image.width, width);
  for (let row = 0; row < height; row += 1) {
    averageRow(data, row * width * 3, image, rows[row * 2] ?? 0, rows[row * 2 + 1] ?? 0, columns);
  }
  return { width, height, data };
}

/** Where the pixels under each target pixel begin and end, along one axis: [from, to) pairs. */
function spans(source: number, target: number): Int32Array {
  const pairs = new Int32Array(target * 2);
  for (let at = 0; at < target; at += 1) {
    const from = Math.floor((at * source) / target);
    pairs[at * 2] = from;
    pairs[at * 2 + 1] = Math.max(from + 1, Math.floor(((at + 1) * source) / target));
  }
  return pairs;
}

function averageRow(
  out: Uint8Array,
  start: number,
  { data, width }: RgbImage,
  top: number,
  bottom: number,
  columns: Int32Array,
): void {
  for (let at = 0, target = start; at < columns.length; at += 2, target += 3) {
    const left = columns[at] ?? 0;
    const right = columns[at + 1] ?? 0;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let y = top; y < bottom; y += 1) {
      const end = (y * width + right) * 3;
      for (let from = (y * width + left) * 3; from < end; from += 3) {
        red += data[from] ?? 0;
        green += data[from + 1] ?? 0;
        blue += data[from + 2] ?? 0;
      }
    }
    const pixels = (right - left) * (bottom - top);
    out[target] = (red / pixels + 0.5) | 0;
    out[target + 1] = (green / pixels + 0.5) | 0;
    out[target + 2] = (blue / pixels + 0.5) | 0;
  }
}
