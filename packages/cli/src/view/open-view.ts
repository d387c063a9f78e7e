import type { Didacto } from '@didacto/sdk';
import type { PageFiles } from './page-files.js';
import { type PageTarget, startPageServer } from './page-server.js';
import { proxySocket } from './socket-proxy.js';

export interface ViewOptions {
  readonly api: Didacto;
  readonly target: PageTarget;
  /** Certificates to trust besides the usual ones, PEM. */
  readonly ca?: string;
  /** What this program calls itself. */
  readonly userAgent: string;
  readonly files: PageFiles;
  /** A closed page may be one that is loaded again; after this long it is not. */
  readonly reloadMs?: number;
}

/** A page that shows one student, as long as it lasts. */
export interface OpenView {
  /** Good for one page. */
  readonly url: string;
  /** Resolves when the page was closed, or the view. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Starts the server of a page that shows one student. The member's token stays in this process. */
export async function openView(options: ViewOptions): Promise<OpenView> {
  const { api, target, ca, userAgent, files, reloadMs = 10_000 } = options;
  let token = '';
  let timer: NodeJS.Timeout | undefined;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const currentToken = async () => {
    token = (await api.tokens.token()) ?? '';
    return token;
  };
  const server = await startPageServer({
    files,
    target,
    iceServers: () => api.rooms.iceServers({ lectureId: target.lectureId }),
    renew: async () => (await api.tokens.renew(token)) !== undefined,
    openSocket: (request, page, isKey) => {
      const proxy = { baseUrl: api.baseUrl, userAgent, isKey, token: currentToken, ...(ca !== undefined && { ca }) };
      // Without a way to the server the page tries again by itself.
      proxySocket(proxy, request, page).catch(() => page.destroy());
    },
    onPages: (open) => {
      clearTimeout(timer);
      if (open === 0) timer = setTimeout(close, reloadMs);
    },
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= server.close().finally(() => {
      clearTimeout(timer);
      end();
    });
    return closing;
  };
  return { url: server.url, ended, close };
}
