import { writePrivately } from '@didacto/sdk/node';
import { command } from '../../command.js';
import { mustBeNew } from '../../output/new-file.js';
import { safeJson } from '../../output/safe-text.js';
import { flag, text } from '../../params.js';

export const memberExport = command({
  name: 'export',
  summary: {
    en: 'Export everything that is stored about me, as JSON',
    ko: '나에 관해 저장된 모든 것을 JSON으로 내보냅니다',
  },
  details: {
    en: 'Without a file it goes to stdout; a file can be read by you alone.',
    ko: '파일을 주지 않으면 표준 출력에 씁니다. 파일은 본인만 읽을 수 있습니다.',
  },
  args: { file: text('file', { en: 'a file to write', ko: '저장할 파일' }) },
  options: { force: flag({ en: 'replace a file that is there', ko: '있는 파일을 덮어씁니다' }) },
  examples: ['didacto member export me.json', 'didacto member export me.json --force', 'didacto member export --json'],
  run: async (cli, { file, force }) => {
    if (file !== undefined) await mustBeNew(cli, file, force);
    const everything = await (await cli.api()).members.export();
    const json = `${safeJson(everything, 2)}\n`;
    if (file === undefined) return cli.out.raw(json);
    await writePrivately(file, json);
    const bytes = Buffer.byteLength(json);
    cli.out.data({ file, bytes }, () => [cli.text.talk.saved(file, bytes)]);
  },
});
