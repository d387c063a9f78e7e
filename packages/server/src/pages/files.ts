import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly type: 'js' | 'css';
  readonly text: string;
}

/** The pages' scripts and styles by name. They are sent as they are written: the build copies them beside its bundles. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const folder = fileURLToPath(new URL('browser/', import.meta.url));
  const files = new Map<string, PageFile>();
  for (const name of readdirSync(folder)) {
    const type = /\.(js|css)$/.exec(name)?.[1];
    if (type === 'js' || type === 'css') files.set(name, { type, text: readFileSync(`${folder}${name}`, 'utf8') });
  }
  // A browser finds no packages: the module that draws QR codes is one of the files.
  const uqr = createRequire(import.meta.url)
    .resolve('uqr')
    .replace(/\.cjs$/, '.mjs');
  return files.set('uqr.js', { type: 'js', text: readFileSync(uqr, 'utf8') });
}
