import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { choice } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';
import { consentColumns } from './view.js';

const answers = ['yes', 'no'] as const;
type Answer = (typeof answers)[number];

const asBoolean = (answer: Answer | undefined): boolean | undefined => answer && answer === 'yes';

export const consentSet = command({
  name: 'set',
  summary: {
    en: 'Allow the instructor something in the active lesson, or take it back',
    ko: '진행 중인 수업에서 강사에게 허용하거나 허용을 거둡니다',
  },
  details: {
    en: 'What is taken back ends at once. It holds for this lesson; the next begins with the live picture only.',
    ko: '허용을 거두면 바로 끝납니다. 이 수업에만 적용되고, 다음 수업은 실시간 화면만 허용한 상태로 시작합니다.',
  },
  args: { lecture: lectureArgument },
  options: {
    screen: choice('answer', answers, { en: 'my screen live, and control', ko: '실시간 화면과 원격 조작' }),
    voice: choice('answer', answers, { en: 'my microphone', ko: '내 마이크' }),
    camera: choice('answer', answers, { en: 'the instructor’s camera on my screen', ko: '내 화면에 강사 카메라' }),
  },
  examples: [
    'didacto consent set "파이썬 기초" --voice yes',
    'didacto consent set "파이썬 기초" --screen no --voice no --camera no',
    'didacto consent set "Web" --camera yes --json',
  ],
  changes: true,
  run: async (cli, { lecture, screen, voice, camera }) => {
    if (!(screen ?? voice ?? camera)) throw usageError(cli.text.session.nothingToChange);
    const change = { screen: asBoolean(screen), voice: asBoolean(voice), camera: asBoolean(camera) };
    const id = await lectureId(cli, lecture);
    cli.out.one(await (await cli.api()).rooms.setConsent({ lectureId: id, ...change }), consentColumns(cli));
  },
});
