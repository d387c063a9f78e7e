// The changesets tool knows only a folder named `.changeset`; ours is `changesets`. A link, made when it is needed and
// never committed, joins the two (a junction on Windows, where links need rights).
import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';

if (!existsSync('.changeset')) symlinkSync('changesets', '.changeset', 'junction');
const bin = createRequire(import.meta.url).resolve('@changesets/cli/bin.js');
const { status } = spawnSync(process.execPath, [bin, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
