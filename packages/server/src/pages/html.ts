/** Text that is HTML already. Only `html` makes it, so that what is not HTML is always escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Html[] | undefined;

/** HTML from a template; what is put in is escaped, for text and for quoted attributes, unless it is HTML itself. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.map((text, at) => text + (at < parts.length ? textOf(parts[at]) : '')).join(''));

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(({ text }) => text).join('') : escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** Attributes of an element: `true` is one without a value, `undefined` and `false` are left out. */
export const attributes = (values: Readonly<Record<string, string | number | boolean | undefined>>): Html =>
  join(
    Object.entries(values).flatMap(([name, value]) => {
      if (value === undefined || value === false) return [];
      return value === true ? html` ${name}` : html` ${name}="${value}"`;
    }),
  );

export const join = (parts: readonly Html[]): Html => html`${parts}`;

/** A sentence whose `{name}` places are filled with HTML. @throws Error when a place has nothing to fill it */
export const sentence = (text: string, places: Readonly<Record<string, Html>>): Html =>
  join(
    text.split(/\{(\w+)\}/).map((part, at) => {
      if (at % 2 === 0) return html`${part}`;
      const place = places[part];
      if (!place) throw new Error(`Nothing fills {${part}} of: ${text}`);
      return place;
    }),
  );
