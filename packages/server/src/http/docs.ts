import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Router, static as serveFiles } from 'express';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>DIDACTO API</title><link rel="stylesheet" href="/docs/files/swagger-ui.css"></head>
<body><div id="api"></div><script src="/docs/files/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true });`;

/** The API's pages from local files; no inline script, so the strict content policy stands. */
export function docsRouter(): Router {
  const files = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const router = Router();
  router.get('/', (_request, response) => void response.type('html').send(page));
  router.get('/start.js', (_request, response) => void response.type('js').send(start));
  router.use('/files', serveFiles(files, { index: false }));
  return router;
}
