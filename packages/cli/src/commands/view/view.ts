import { headersIn } from '../../client/headers.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { exitCodes } from '../../exit-codes.js';
import { hold } from '../../hold.js';
import { flag, neededText, unless } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { studentId } from '../../resolve/person.js';
import type { OpenView } from '../../view/open-view.js';
import { lectureArgument } from '../lecture/view.js';

export const view = command({
  name: 'view',
  summary: {
    en: "Watch one student's screen live, talk, and take control",
    ko: '학생 한 명의 화면을 실시간으로 보고 조작합니다',
  },
  details: {
    en: 'A page opens in the browser of this computer; your sign-in stays in this command. The student is shown that they are watched, and what was watched and controlled is recorded.',
    ko: '이 컴퓨터의 브라우저에 페이지가 열리며, 로그인 정보는 이 명령 안에만 있습니다. 학생에게는 보고 있다는 표시가 나오고, 보거나 조작한 기록이 남습니다.',
  },
  args: {
    lecture: lectureArgument,
    student: neededText('student', { en: 'student: id, e-mail or exact name', ko: '학생: ID, 이메일, 정확한 이름' }),
  },
  options: {
    open: unless({ en: 'print the link, open nothing', ko: '링크만 출력하고 열지 않습니다' }),
    tty: flag({ en: 'in this terminal, such as over SSH', ko: 'SSH 등으로 접속한 이 터미널에서 봅니다' }),
  },
  examples: [
    'didacto view "파이썬 기초" 김민준',
    'didacto view "Web" student1@school.example --no-open',
    'didacto view "Web" student1@school.example --tty',
    'didacto view lec_01h2xcejqtf2nbrexx3vqjhp41 mem_01h2xcejqtf2nbrexx3vqjhp42 --json',
  ],
  changes: true,
  run: async (cli, { lecture, student, open, tty }) => {
    const api = await cli.api();
    const { id } = await api.lectures.get({ lectureId: await lectureId(cli, lecture) });
    const target = { lectureId: id, studentId: await studentId(cli, id, student) };
    if (cli.dryRun) {
      cli.plan([{ method: 'EVENT', path: 'room.join', body: target }]);
      return exitCodes.ok;
    }
    if (tty) return (await import('./view-tty.js')).viewInTerminal(cli, target);
    const opened = await openFor(cli, target);
    await tell(cli, opened, target, open);
    return untilEnded(cli, opened);
  },
});

async function openFor(cli: Cli, target: { lectureId: string; studentId: string }): Promise<OpenView> {
  const { startView } = await import('../../view/start-view.js');
  return startView({
    api: await cli.api(),
    target,
    caFile: cli.settings.caFile,
    pageFolder: cli.host.pageFolder,
    userAgent: headersIn(cli.language)['user-agent'],
  });
}

async function tell(cli: Cli, { url }: OpenView, target: object, open: boolean): Promise<void> {
  const { opening, notOpened, link, running } = cli.text.view;
  const { openInBrowser } = await import('../../view/start-view.js');
  // A program opens what it is given itself.
  const opened = open && !cli.out.json && (await openInBrowser(cli.host, url));
  if (!cli.out.json) cli.out.say(opened ? opening : open ? notOpened : link);
  cli.out.data({ url, ...target }, () => [url]);
  if (!cli.out.json) cli.out.say(running);
}

const signals = [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
  ['SIGHUP', exitCodes.terminated],
] as const;

/** Until the page is closed or a signal comes; then the room is left before this ends. */
async function untilEnded(cli: Cli, opened: OpenView): Promise<number> {
  let code: number = exitCodes.ok;
  const handlers = signals.map(([signal, codeOf]) => {
    const stop = () => {
      code = codeOf;
      void opened.close();
    };
    process.on(signal, stop);
    return () => process.off(signal, stop);
  });
  await hold(cli.host.holds, opened.ended);
  for (const off of handlers) off();
  if (code === exitCodes.ok && !cli.out.json) cli.out.say(cli.text.view.closed);
  return code;
}
