import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** What the browser is given. */
export interface PageFiles {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

// Beside the bundles; and of a program that runs from its sources, where the build puts it.
const places = ['./page/', '../../dist/page/'].map((place) => new URL(place, import.meta.url));

/** The page that was built with this program. @throws where it is not there */
export async function readPageFiles(folder?: URL): Promise<PageFiles> {
  const from =
    folder ?? places.find((place) => existsSync(new URL('page.js', place))) ?? new URL('./page/', import.meta.url);
  const read = (name: string) => readFile(new URL(name, from), 'utf8');
  const [html, script, style] = await Promise.all([read('page.html'), read('page.js'), read('style.css')]);
  return { html, script, style };
}
