// Checks what would be published: the manifests, the types each kind of consumer sees, the browser bundle's size, and
// that the built programs start.
import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const browserBudgetKb = 35;
const failures: string[] = [];

function run(what: string, command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  const ok = status === 0;
  console.error(`${ok ? 'ok  ' : 'FAIL'} ${what}`);
  if (ok) return;
  failures.push(what);
  console.error(`${stdout}\n${stderr}`);
}

/** The SDK's main entry as a page would load it. */
async function browserBundle(): Promise<void> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: "export * from '@didacto/sdk'", resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const kb = gzipSync(outputFiles[0]?.contents ?? '').length / 1024;
  const hasZod = Object.keys(metafile.inputs).some((path) => path.includes('node_modules/zod'));
  const ok = kb <= browserBudgetKb && !hasZod;
  console.error(
    `${ok ? 'ok  ' : 'FAIL'} browser bundle: ${kb.toFixed(1)} kB gz (at most ${browserBudgetKb})${hasZod ? ', and zod is in it' : ''}`,
  );
  if (!ok) failures.push('browser bundle');
}

for (const name of ['sdk', 'server', 'agent', 'cli'])
  run(`publint ${name}`, 'npx', ['--no-install', 'publint', '--strict', `packages/${name}`]);
for (const name of ['sdk', 'server']) {
  // `node10` resolution knows no subpath exports; the server is ESM only.
  const profile = name === 'sdk' ? ['--profile', 'node16'] : ['--profile', 'esm-only'];
  run(`types of ${name}`, 'npx', ['--no-install', 'attw', '--pack', `packages/${name}`, ...profile]);
}
for (const name of ['server', 'agent', 'cli'])
  run(`${name} starts`, process.execPath, [`packages/${name}/dist/main.js`, '--help']);
run('sdk for import', process.execPath, [
  '--input-type=module',
  '-e',
  "import('@didacto/sdk/contract').then(() => import('@didacto/sdk/realtime')).then(() => import('@didacto/sdk/live')).then(() => import('@didacto/sdk/node')).then(() => import('@didacto/sdk/picture')).then(() => import('@didacto/sdk/webhooks'))",
]);
run('sdk for require', process.execPath, [
  '-e',
  "require('@didacto/sdk'); require('@didacto/sdk/contract'); require('@didacto/sdk/realtime'); require('@didacto/sdk/live'); require('@didacto/sdk/node'); require('@didacto/sdk/picture'); require('@didacto/sdk/webhooks')",
]);
await browserBundle();
if (failures.length > 0) process.exit(1);
