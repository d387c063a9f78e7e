/** The keys of each letter on the Korean keyboard (두벌식), without shift, in the order of Unicode's jamo. */
const keysFrom: ReadonlyMap<number, string> = new Map([
  [0x1100, 'r r s e e f a q q t t d w w c z x v g'],
  [0x1161, 'k o i o j p u p h hk ho hl y n nj np nl b m ml l'],
  [0x11a8, 'r r rt s sw sg e f fr fa fq ft fx fv fg a q qt t t d w c z x v g'],
]);

const keysOf = new Map<string, string>();
for (const [first, keys] of keysFrom)
  keys.split(' ').forEach((key, i) => {
    keysOf.set(String.fromCharCode(first + i), key);
  });

/**
 * What a person presses to write a text: 비밀번호 and qlalfqjsgh are one to them. In lower case, and the same for texts that
 * only differ in their Unicode form or width.
 */
export const keysPressed = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u1100-\u11ff]/g, (jamo) => keysOf.get(jamo) ?? jamo);
