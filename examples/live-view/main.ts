// Serves an instructor's page that shows one student live. The didacto server must allow the page's origin
// (ALLOWED_ORIGINS=http://127.0.0.1:7090). Only who knows the printed address gets the page and what it needs.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { signIn } from '../sign-in.js';

const [lectureId, studentId, port = '7090'] = process.argv.slice(2);
if (!lectureId || !studentId) throw new Error('Usage: main.ts LECTURE_ID STUDENT_ID [PORT]');

const didacto = await signIn();
const { outputFiles } = await build({
  entryPoints: [`${import.meta.dirname}/page.ts`],
  ...{ bundle: true, format: 'esm', write: false, logLevel: 'error' },
});
const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Live view</title>
<style>body{margin:0;background:#111;color:#eee;font:14px sans-serif}main{width:fit-content}
canvas,video{display:block;max-width:100%}[data-picture=track] canvas,main:not([data-picture=track]) video{display:none}</style>
<p><button id="control" aria-pressed="false">Mouse and keyboard</button> <output id="readout"></output></p>
<main><canvas></canvas><video autoplay muted playsinline></video></main><script type="module" src="page.js"></script></html>`;

const key = randomBytes(16).toString('base64url');
const files: Readonly<Record<string, () => Promise<[type: string, body: string]>>> = {
  '': async () => ['text/html; charset=utf-8', html],
  'page.js': async () => ['text/javascript', outputFiles[0]?.text ?? ''],
  session: async () => {
    // Any call renews a token that ran out.
    await didacto.members.me();
    const token = await didacto.tokens.token();
    return ['application/json', JSON.stringify({ baseUrl: didacto.baseUrl.href, token, lectureId, studentId })];
  },
  'ice-servers': async () => ['application/json', JSON.stringify(await didacto.rooms.iceServers({ lectureId }))],
};
const server = createServer(async (request, response) => {
  const file = request.url?.startsWith(`/${key}/`) ? files[request.url.slice(key.length + 2)] : undefined;
  try {
    if (file === undefined) return response.writeHead(404).end();
    const [type, body] = await file();
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  } catch (error) {
    response.writeHead(502).end(String(error));
  }
});
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/${key}/`));
