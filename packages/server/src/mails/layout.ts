import type { Letter } from '../platform/mail/mailer.js';

export type Language = 'en' | 'ko';
export type Mail = Omit<Letter, 'to'>;
type Texts<Fields> = Readonly<Record<Language, (fields: Fields) => Content>>;

/** What every mail knows. Strings that people wrote need no care from who writes a mail: the layout takes it. */
export interface Common {
  readonly institution: string;
  /** Who is greeted, where known. */
  readonly name?: string | undefined;
}

export type Block =
  | string
  | { readonly code: string }
  | { readonly link: string; readonly label: string }
  | { readonly facts: readonly (readonly [label: string, value: string])[] };

export interface Content {
  readonly subject: string;
  readonly body: readonly Block[];
}

const greetings: Readonly<Record<Language, (name: string) => string>> = {
  en: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
  ko: (name) => (name === '' ? '안녕하세요.' : `안녕하세요, ${name} 님.`),
};
const endings: Readonly<Record<Language, (institution: string) => string>> = {
  en: (institution) => `This mail was sent automatically for ${institution}. Replies are not read.`,
  ko: (institution) => `${institution}에서 자동으로 보낸 메일입니다. 회신하셔도 확인되지 않습니다.`,
};

/** Makes a mail of its texts: a pure function of the language and the fields. @throws Error when a link is not http or https */
export const mail =
  <Fields extends Common>(texts: Texts<Fields>) =>
  (language: Language, fields: Fields): Mail => {
    const { subject, body } = texts[language](fields);
    const greeting = greetings[language](oneLine(fields.name ?? ''));
    const ending = endings[language](fields.institution);
    const title = oneLine(subject);
    return {
      subject: title,
      text: `${[greeting, ...body].map(asText).join('\n\n')}\n\n--\n${asText(ending)}\n`,
      html: page(language, title, [greeting, ...body].map(asHtml), asHtml(ending)),
    };
  };

const maxLine = 500;
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const invisible = /[\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/** A block is a line: nobody's name can begin a paragraph or a header of its own, or turn the direction of reading. */
export const oneLine = (text: string): string =>
  Array.from(text.replace(breaks, ' ').replace(invisible, '').trim()).slice(0, maxLine).join('');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (found) => entities[found] ?? found);
const escaped = (text: string): string => escapeHtml(oneLine(text));

function checkedLink(link: string): string {
  const { protocol, href } = new URL(link);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('A link in a mail must be http or https');
  return href;
}

function asText(block: Block): string {
  if (typeof block === 'string') return oneLine(block);
  if ('code' in block) return `    ${oneLine(block.code)}`;
  if ('link' in block) return `${oneLine(block.label)}:\n${checkedLink(block.link)}`;
  return block.facts.map(([label, value]) => `${oneLine(label)}: ${oneLine(value)}`).join('\n');
}

function asHtml(block: Block): string {
  if (typeof block === 'string') return `<p>${escaped(block)}</p>`;
  if ('code' in block) return `<p style="${codeStyle}"><strong>${escaped(block.code)}</strong></p>`;
  if ('link' in block) return `<p><a href="${escapeHtml(checkedLink(block.link))}">${escaped(block.label)}</a></p>`;
  const rows = block.facts.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`);
  return `<dl>${rows.join('')}</dl>`;
}

const codeStyle = 'font-family:monospace;font-size:1.75em;letter-spacing:0.15em';
const columnStyle = 'max-width:36em;margin:0 auto;padding:1.5em;font-family:sans-serif;line-height:1.6';

/** No colors of its own: the reader's, light or dark, have the contrast they chose. */
const page = (language: Language, title: string, blocks: readonly string[], ending: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
</head>
<body>
<main style="${columnStyle}">
<h1 style="font-size:1.3em">${escaped(title)}</h1>
${blocks.join('\n')}
<hr>
<footer style="font-size:0.85em">${ending}</footer>
</main>
</body>
</html>
`;
