import type { Span } from './canvas.js';

type Random = (limit: number) => number;

const COLORS = {
  plain: 0xd4d4d4,
  keyword: 0xc586c0,
  name: 0x9cdcfe,
  call: 0xdcdcaa,
  text: 0xce9178,
  number: 0xb5cea8,
  comment: 0x6a9955,
};

const NAMES =
  'lesson seat student roster screen picture lecture device room answer total index value report queue'.split(' ');
const CALLS =
  'findSeat readRoster openLesson drawTile countAnswers sendPicture nextIndex parseLine gradeOf mergeRows'.split(' ');
const WORDS =
  'the list is sorted by seat number|nobody waits here|keep the newest answer only|counts from one|see exercise 4';

// {n} a name, {f} a function, {d} a number, {w} a remark.
const STATEMENTS = [
  'const {n} = {f}({n}, {d});',
  'let {n} = {n}.{f}({d}) + {d};',
  'if ({n}.{n} > {d}) return {f}({n});',
  'for (const {n} of {f}({n})) {n}.push({n});',
  '// {w}',
  "console.log('{w}', {n}.{n});",
  'const {n}s = {n}.map(({n}) => {f}({n}, {d}));',
  'await {f}({ {n}: {d}, {n}: {n} });',
  "throw new Error('{w}');",
  'return {n}.filter(({n}) => {n} !== {d}).length;',
];
const OPENINGS = [
  'function {f}({n}, {n}) {',
  'export async function {f}({n}) {',
  'while ({n} < {d}) {',
  'if ({n} === {n}) {',
];

/** Endless lines of source text in colours, the same for the same random numbers. */
export function* codeLines(random: Random): Generator<Span[], never> {
  let number = 1;
  let depth = 0;
  const line = (text: string): Span[] => {
    const gutter = { text: `${String(number++ % 10_000).padStart(4)}  `, color: 0x6e7681 };
    return [gutter, { text: '  '.repeat(depth), color: COLORS.plain }, ...colored(text)];
  };
  for (;;) {
    if (depth < 3 && random(4) === 0) {
      yield line(filled(OPENINGS, random));
      depth++;
    } else if (depth > 0 && random(4) === 0) {
      depth--;
      yield line('}');
      if (depth === 0) yield line('');
    } else {
      yield line(filled(STATEMENTS, random));
    }
  }
}

function pick(list: readonly string[], random: Random): string {
  return list[random(list.length)] ?? '';
}

function filled(templates: readonly string[], random: Random): string {
  return pick(templates, random).replaceAll(/\{([nfdw])\}/g, (_, kind) => {
    if (kind === 'n') return pick(NAMES, random);
    if (kind === 'f') return pick(CALLS, random);
    return kind === 'd' ? String(random(1000)) : pick(WORDS.split('|'), random);
  });
}

const TOKEN =
  /(?<comment>\/\/.*)|(?<text>'[^']*')|(?<number>\b\d+\b)|(?<keyword>\b(?:const|let|if|for|of|return|await|async|export|function|while|throw|new)\b)|(?<call>\w+(?=\())|(?<name>\w+)|(?<plain>[^\w'/]+|.)/g;

function colored(text: string): Span[] {
  return [...text.matchAll(TOKEN)].map(({ 0: part, groups = {} }) => {
    const kind = (Object.keys(COLORS) as (keyof typeof COLORS)[]).find((name) => groups[name] !== undefined);
    return { text: part, color: COLORS[kind ?? 'plain'] };
  });
}
