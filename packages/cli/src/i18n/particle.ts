/** A Korean particle, by how the word before it ends: after a consonant, after a vowel, and where that is not known. */
type Particle = readonly [consonant: string, vowel: string, unknown: string];

const particles = {
  subject: ['이', '가', '이(가)'],
  topic: ['은', '는', '은(는)'],
  object: ['을', '를', '을(를)'],
  direction: ['으로', '로', '(으)로'],
} as const satisfies Record<string, Particle>;

const [firstSyllable, lastSyllable, finals] = [0xac00, 0xd7a3, 28];
/** ㄹ, after which 로 stands as after a vowel. */
const rieul = 8;

/** A word with its particle: `강의가`, `학생이`, and `PC-01이(가)`, whose reading nobody knows. */
export function withParticle(word: string, name: keyof typeof particles): string {
  const [consonant, vowel, unknown] = particles[name];
  const code = word.codePointAt(word.length - 1) ?? 0;
  if (code < firstSyllable || code > lastSyllable) return word + unknown;
  const final = (code - firstSyllable) % finals;
  return word + (final === 0 || (name === 'direction' && final === rieul) ? vowel : consonant);
}
