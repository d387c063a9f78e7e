import type { Language } from '../platform/problem.js';
import { type Html, html } from './html.js';
import { words } from './words.js';

/** A page that people open in a browser. Its script holds no words: all it may say stands in the page. */
export interface Page {
  readonly path: `/${string}`;
  /** Its module in `browser/`. */
  readonly script: string;
  readonly title: Readonly<Record<Language, string>>;
  /** Its steps; the script shows one at a time. */
  readonly body: (language: Language) => Html;
  /** It runs the payment providers' own scripts and windows, so its content policy lets those in. */
  readonly providers?: true;
}

/** Where the pages' scripts and styles are served. */
export const filesPath = '/account/files';

const frameWords = words({
  needsScript: {
    en: 'This page needs JavaScript. Turn it on for this site and load the page again.',
    ko: '이 페이지에는 JavaScript가 필요합니다. 이 사이트에서 JavaScript를 켜고 페이지를 새로 고치세요.',
  },
  unreachable: {
    en: 'The server could not be reached. Check the connection and try again.',
    ko: '서버에 연결할 수 없습니다. 네트워크를 확인하고 다시 시도하세요.',
  },
  unexpected: {
    en: 'The server gave an answer that this page does not understand.',
    ko: '서버의 응답을 이해할 수 없습니다. 잠시 후 다시 시도하세요.',
  },
  retryAfter: { en: 'Try again in {seconds} seconds.', ko: '{seconds}초 후에 다시 시도하세요.' },
});

/** The other language, named in itself. */
const otherLanguage = { en: { code: 'ko', name: '한국어' }, ko: { code: 'en', name: 'English' } } as const;

/** The whole document. Every link is relative, so that it holds wherever the server's address is mounted. */
export function renderPage(page: Page, language: Language): string {
  const t = frameWords(language);
  const title = page.title[language];
  const other = otherLanguage[language];
  const files = `${rootOf(page)}${filesPath.slice(1)}`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · DIDACTO</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${files}/style.css">
<script type="module" src="${files}/${page.script}"></script>
</head>
<body>
<header>
<p class="brand">DIDACTO</p>
<a id="language" href="?lang=${other.code}" lang="${other.code}" hreflang="${other.code}">${other.name}</a>
</header>
<main>
<h1>${title}</h1>
<noscript><p class="alert">${t('needsScript')}</p></noscript>
<div id="alert" class="alert" role="alert" tabindex="-1" data-unreachable="${t('unreachable')}" data-unexpected="${t('unexpected')}" data-retry-after="${t('retryAfter')}"></div>
<p id="status" class="status" role="status"></p>
${page.body(language)}
</main>
</body>
</html>
`.text;
}

/** The way from a page to the server's root. */
export const rootOf = ({ path }: Pick<Page, 'path'>): string => '../'.repeat(path.split('/').length - 2);

/** One step of a page, hidden until the script shows it. */
export const step = (name: string, title: string, content: Html): Html =>
  html`<section data-step="${name}" hidden>
<h2 tabindex="-1">${title}</h2>
${content}
</section>`;

/** Where the script puts a text, as text; a stranger's writing direction stays inside it. */
export const slot = (name: string): Html => html`<bdi data-slot="${name}"></bdi>`;
