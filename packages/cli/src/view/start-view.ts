import { readFile } from 'node:fs/promises';
import type { Host } from '../context.js';
import { type OpenView, openView, type ViewOptions } from './open-view.js';
import { readPageFiles } from './page-files.js';

interface StartOptions extends Pick<ViewOptions, 'api' | 'target' | 'userAgent'> {
  /** Certificates to trust besides the usual ones. */
  readonly caFile: string | undefined;
  /** Default: the page that was built with this program. */
  readonly pageFolder?: URL | undefined;
}

/** Opens a view with the certificates of a file. */
export async function startView({ caFile, pageFolder, ...options }: StartOptions): Promise<OpenView> {
  const ca = caFile === undefined ? undefined : await readFile(caFile, 'utf8');
  const files = await readPageFiles(pageFolder);
  return openView({ ...options, files, ...(ca !== undefined && { ca }) });
}

/** Opens an address in this system's browser; false where that cannot be. */
export async function openInBrowser(host: Pick<Host, 'env' | 'openBrowser'>, url: string): Promise<boolean> {
  if (host.openBrowser) return host.openBrowser(url);
  const { openBrowser } = await import('../open-browser.js');
  return openBrowser(host.env, url);
}
