import { headersIn } from '../../client/headers.js';
import type { Cli } from '../../context.js';
import type { OpenView } from '../../view/open-view.js';
import { openInBrowser, startView } from '../../view/start-view.js';
import { openRoomSource } from '../../view/tty/room-source.js';
import { openTtyView } from '../../view/tty/tty-view.js';
import type { LiveStudents } from '../../wall/live.js';
import { certificates } from '../view/view-tty.js';

/** What the wall needs to open a student live. */
export async function liveStudents(cli: Cli, lectureId: string): Promise<LiveStudents> {
  const [api, ca] = [await cli.api(), await certificates(cli)];
  const pages = new Set<OpenView>();
  return {
    open: (studentId, terminal) => {
      const source = openRoomSource({ api, target: { lectureId, studentId }, ca });
      const view = openTtyView(terminal, source.join);
      return {
        ended: view.ended,
        resize: (size) => view.resize(size),
        close: () => view.close().finally(source.close),
      };
    },
    openPage: async (studentId) => {
      const target = { lectureId, studentId };
      const { caFile } = cli.settings;
      const page = await startView({ api, target, caFile, userAgent: headersIn(cli.language)['user-agent'] });
      pages.add(page);
      void page.ended.then(() => pages.delete(page));
      const opened = await openInBrowser(cli.host, page.url);
      const { openingHere, notOpenedHere } = cli.text.view;
      return opened ? openingHere : notOpenedHere(page.url);
    },
    close: async () => {
      await Promise.all([...pages].map((page) => page.close()));
    },
  };
}
