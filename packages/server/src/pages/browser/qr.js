import { encode } from './uqr.js';

const svg = 'http://www.w3.org/2000/svg';
/** Modules of light around it, which readers need. */
const border = 4;

/**
 * A QR code of a text as an SVG element, dark on light in every colour scheme.
 * @param {string} text
 */
export function qrCode(text) {
  const { data, size } = encode(text, { ecc: 'M', border });
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', `0 0 ${size} ${size}`);
  picture.setAttribute('shape-rendering', 'crispEdges');
  const dark = document.createElementNS(svg, 'path');
  dark.setAttribute(
    'd',
    data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join(''),
  );
  picture.append(dark);
  return picture;
}
