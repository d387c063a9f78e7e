import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { gitFiles } from './git-files.js';

/** A copy of a work tree, to be changed and thrown away. */
export interface TreeCopy {
  readonly root: string;
  remove(): void;
}

/** Copies what git tracks or would track next. Installed packages are linked, the tree's own ones to their copies. */
export function copyTree(root: string): TreeCopy {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'didacto-tree-')));
  const files = gitFiles(root);
  for (const file of files) cpSync(join(root, file), join(copy, file), { recursive: true });
  for (const folder of new Set(files.filter((file) => file.endsWith('package.json')).map(dirname)))
    linkPackages(root, copy, join(folder, 'node_modules'));
  return { root: copy, remove: () => rmSync(copy, { recursive: true, force: true }) };
}

function linkPackages(root: string, copy: string, modules: string): void {
  if (!existsSync(join(root, modules))) return;
  mkdirSync(join(copy, modules), { recursive: true });
  for (const name of readdirSync(join(root, modules))) {
    const path = join(modules, name);
    // Within a scope, too, some are the tree's own.
    if (name.startsWith('@') && !lstatSync(join(root, path)).isSymbolicLink()) linkPackages(root, copy, path);
    else symlinkSync(targetOf(root, copy, path), join(copy, path));
  }
}

/** A package of the tree itself is a link to its folder there: its copy then, else a change to it would not be seen. */
function targetOf(root: string, copy: string, path: string): string {
  const real = realpathSync(join(root, path));
  const within = relative(realpathSync(root), real);
  const isOwn = !within.startsWith('..') && !within.split(sep).includes('node_modules');
  return isOwn ? join(copy, within) : real;
}
