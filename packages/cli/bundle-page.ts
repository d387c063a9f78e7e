import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = fileURLToPath(new URL('./src/view/page/', import.meta.url));

/**
 * Puts the page of `didacto view` into a folder: its script and its style in one file each, with all that they use.
 * @param conditions which of the packages' exports are taken, besides those of a browser
 */
export async function bundlePage(folder: string, conditions: readonly string[] = []): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: { page: join(source, 'main.ts'), style: join(source, 'style.css') },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'eof',
    logLevel: 'error',
    conditions: [...conditions],
  });
  await copyFile(join(source, 'page.html'), join(folder, 'page.html'));
}
