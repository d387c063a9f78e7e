import { type Request, type Response, Router } from 'express';
import { readPageFiles } from '../pages/files.js';
import { pages } from '../pages/index.js';
import { filesPath, renderPage } from '../pages/page.js';
import { type Language, preferredLanguage } from '../platform/problem.js';

/** Nothing runs or is shown but our own files, and only our own API is called. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']
    .map((feature) => `${feature}=()`)
    .join(', '),
} as const;

/**
 * The pages that people open in a browser, and their files. They set no cookie and take no address to go to: the pages
 * call the API with a token that they hold in memory, so no other site can call it in a member's name.
 */
export function pagesRouter(): Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const page of pages) {
    // Made once: nothing in them is of the one who asks.
    const texts = { en: renderPage(page, 'en'), ko: renderPage(page, 'ko') };
    router.get(page.path, (request, response) => {
      const language = languageOf(request);
      protect(response).set('cache-control', 'no-store').set('content-language', language).vary('accept-language');
      response.type('html').send(texts[language]);
    });
  }
  const files = readPageFiles();
  router.get(`${filesPath}/:name`, (request, response, next) => {
    const file = files.get(request.params.name);
    if (!file) return next();
    // Asked after each time, by their ETag: an older script never meets a newer page.
    protect(response).set('cache-control', 'no-cache').type(file.type).send(file.text);
  });
  return router;
}

const protect = (response: Response): Response => response.set(headers);

/** The one of the switch in the page, else the browser's. */
function languageOf({ query, headers }: Request): Language {
  return query.lang === 'ko' || query.lang === 'en' ? query.lang : preferredLanguage(headers['accept-language']);
}
