import { type Request, Router } from 'express';
import { readPageFiles } from '../pages/files.js';
import { pages } from '../pages/index.js';
import { filesPath, renderPage } from '../pages/page.js';
import { type Language, preferredLanguage } from '../platform/problem.js';

/** Origins of payment providers, for the one page that runs their scripts and opens their windows. */
export interface ProviderOrigins {
  readonly script: readonly string[];
  readonly connect: readonly string[];
  readonly frame: readonly string[];
}

/** Those of several, each once. */
export function originsOf(providers: Iterable<{ readonly origins: ProviderOrigins }>): ProviderOrigins {
  const all = [...providers].map(({ origins }) => origins);
  const each = (directive: keyof ProviderOrigins) => [...new Set(all.flatMap((origins) => origins[directive]))];
  return { script: each('script'), connect: each('connect'), frame: each('frame') };
}

const noOrigins: ProviderOrigins = { script: [], connect: [], frame: [] };

/** Nothing runs or is shown but our own files, and only our own API is called. */
const contentPolicy = ({ script, connect, frame }: ProviderOrigins): string =>
  [
    "default-src 'none'",
    `script-src ${["'self'", ...script].join(' ')}`,
    "style-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "img-src 'self' data:",
    ...(frame.length > 0 ? [`frame-src ${frame.join(' ')}`] : []),
    // Some payment windows are entered by a form.
    `form-action ${frame.length > 0 ? frame.join(' ') : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const headersFor = (origins: ProviderOrigins) => ({
  'content-security-policy': contentPolicy(origins),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // A payment window that was opened tells the page that opened it how it ended.
  'cross-origin-opener-policy': origins.frame.length > 0 ? 'same-origin-allow-popups' : 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']
    .map((feature) => `${feature}=()`)
    .join(', '),
});

const strictHeaders = headersFor(noOrigins);

/**
 * The pages that people open in a browser, and their files. They set no cookie and take no address to go to: the pages
 * call the API with a token that they hold in memory, so no other site can call it in a member's name. The checkout page
 * knows no member, only the code of one order.
 */
export function pagesRouter(providers: ProviderOrigins = noOrigins): Router {
  const providerHeaders = headersFor(providers);
  const router = Router({ caseSensitive: true, strict: true });
  for (const page of pages) {
    // Made once: nothing in them is of the one who asks.
    const texts = { en: renderPage(page, 'en'), ko: renderPage(page, 'ko') };
    router.get(page.path, (request, response) => {
      const language = languageOf(request);
      const protection = page.providers ? providerHeaders : strictHeaders;
      response
        .set(protection)
        .set('cache-control', 'no-store')
        .set('content-language', language)
        .vary('accept-language');
      response.type('html').send(texts[language]);
    });
  }
  const files = readPageFiles();
  router.get(`${filesPath}/:name`, (request, response, next) => {
    const file = files.get(request.params.name);
    if (!file) return next();
    // Asked after each time, by their ETag: an older script never meets a newer page.
    response.set(strictHeaders).set('cache-control', 'no-cache').type(file.type).send(file.text);
  });
  return router;
}

/** The one of the switch in the page, else the browser's. */
function languageOf({ query, headers }: Request): Language {
  return query.lang === 'ko' || query.lang === 'en' ? query.lang : preferredLanguage(headers['accept-language']);
}
