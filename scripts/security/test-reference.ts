/** A test by its file and its full title, suites and test joined by ` > `. A title that ends in `…` names every test whose title begins so. */
export interface TestReference {
  readonly file: string;
  readonly title: string;
}

const openEnd = '…';

/** Reads `packages/x.test.ts › suite > title`; undefined where the text is no such reference. */
export function parseTestReference(text: string): TestReference | undefined {
  const at = text.indexOf(' › ');
  if (at === -1) return undefined;
  const [file, title] = [text.slice(0, at).trim(), text.slice(at + 3).trim()];
  return /^[\w./-]+\.test\.tsx?$/.test(file) && title !== '' && title !== openEnd ? { file, title } : undefined;
}

export const testReferenceText = ({ file, title }: TestReference): string => `${file} › ${title}`;

const beginning = (title: string): string | undefined =>
  title.endsWith(openEnd) ? title.slice(0, -openEnd.length) : undefined;

/** Whether the reference names this test. */
export function namesTest(reference: TestReference, test: TestReference): boolean {
  if (reference.file !== test.file) return false;
  const start = beginning(reference.title);
  return start === undefined ? reference.title === test.title : test.title.startsWith(start);
}

/** The pattern for vitest's `-t`, which sees suites and test joined by a blank. */
export function titlePattern({ title }: TestReference): string {
  const start = beginning(title);
  const escaped = (start ?? title).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(' > ', '( >)? ');
  return start === undefined ? `^${escaped}$` : `^${escaped}`;
}
