import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = fileURLToPath(new URL('./src/view/page/', import.meta.url));

/**
 * Puts the page of `didacto view` into a folder: its script in one file, with all that it uses.
 * @param conditions which of the packages' exports are taken, besides those of a browser
 */
export async function bundlePage(folder: string, conditions: readonly string[] = []): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(source, 'main.ts')],
    outfile: join(folder, 'page.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'eof',
    logLevel: 'error',
    conditions: [...conditions],
  });
  for (const name of ['page.html', 'style.css']) await copyFile(join(source, name), join(folder, name));
}
