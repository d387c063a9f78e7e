// Writes what is derived from the contract: the SDK's call table, docs/openapi.json, docs/api.md, docs/errors.md.
// With --check it writes nothing and fails, naming the files that differ.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contract, openapi } from '@didacto/sdk/contract';
import { apiPage } from './generate/api-page.js';
import { callTable } from './generate/call-table.js';
import { errorsPage } from './generate/errors-page.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const files: Record<string, string> = {
  'packages/sdk/src/generated/routes.ts': callTable(contract),
  'docs/openapi.json': `${JSON.stringify(openapi(contract, { title: 'DIDACTO', version: '1' }), null, 2)}\n`,
  'docs/api.md': apiPage(),
  'docs/errors.md': errorsPage(),
};

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, text] of Object.entries(files)) {
  const path = join(root, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale.push(name);
  if (check) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
if (check && stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run: npm run generate`);
  process.exit(1);
}
console.error(stale.length === 0 ? 'Generated files are up to date' : `Wrote ${stale.join(', ')}`);
