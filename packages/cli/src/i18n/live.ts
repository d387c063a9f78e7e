const en = {
  control: {
    off: 'no control',
    asked: 'asking for control…',
    on: 'CONTROL',
    other: (name: string) => `${name} has control`,
  },
  keys: 'Ctrl-] then: q leave  c control  r refresh  h help',
  keysShort: 'Ctrl-] h help',
  leader: 'q leave  c control  r refresh  h help  Ctrl-] sends Ctrl-]',
  milliseconds: (n: number) => `${n} ms`,
  help: [
    ['Ctrl-] q', 'leave'],
    ['Ctrl-] c', 'take or end control of mouse and keyboard'],
    ['Ctrl-] r', 'ask for a whole picture'],
    ['Ctrl-] h', 'this help, and back'],
    ['Ctrl-] Ctrl-]', 'Ctrl-] for the student, while control is on'],
    ['Ctrl-C', 'leave, while control is off'],
  ],
  helpTitle: 'Keys',
  helpNote: 'While control is on, keys, pasted text and the mouse over the picture go to the student’s computer.',
  noPictures: [
    'No picture: this terminal shows no colours',
    'TERM and NO_COLOR say so. The page in the browser shows it.',
  ],
  noDecoder: ['No picture', 'The JPEG decoder for this platform is missing. The page in the browser shows it.'],
  controlOn: 'You have mouse and keyboard. Ctrl-] c gives them back.',
  noStudent: 'The student’s computer is not there.',
  failed: 'That did not work.',
  needsTerminal:
    'With --tty the picture is drawn in a terminal, and here is none. Without --tty it opens in the browser.',
};

/** What viewing in the terminal says besides what the page says too. */
export type LiveMessages = typeof en;

const ko: LiveMessages = {
  control: { off: '조작 안 함', asked: '조작 허용을 묻는 중…', on: '조작 중', other: (name) => `${name} 조작 중` },
  keys: 'Ctrl-] 다음: q 나가기  c 조작  r 새로 받기  h 도움말',
  keysShort: 'Ctrl-] h 도움말',
  leader: 'q 나가기  c 조작  r 새로 받기  h 도움말  Ctrl-] 그대로 보내기',
  milliseconds: (n) => `${n} ms`,
  help: [
    ['Ctrl-] q', '나가기'],
    ['Ctrl-] c', '마우스와 키보드 조작 시작 또는 끝내기'],
    ['Ctrl-] r', '화면 전체를 새로 받기'],
    ['Ctrl-] h', '도움말 보기, 닫기'],
    ['Ctrl-] Ctrl-]', '조작 중에 학생에게 Ctrl-] 보내기'],
    ['Ctrl-C', '조작 중이 아닐 때 나가기'],
  ],
  helpTitle: '단축키',
  helpNote: '조작 중에는 키와 붙여 넣은 텍스트, 화면 위의 마우스가 학생 컴퓨터로 전달됩니다.',
  noPictures: ['색이 없는 터미널이라 화면을 그리지 않습니다', 'TERM과 NO_COLOR를 확인하거나 브라우저에서 보세요.'],
  noDecoder: ['화면을 그릴 수 없습니다', '이 플랫폼의 JPEG 디코더가 없습니다. 브라우저에서 보세요.'],
  controlOn: '마우스와 키보드를 조작할 수 있습니다. Ctrl-] c로 끝냅니다.',
  noStudent: '학생 컴퓨터가 연결되어 있지 않습니다.',
  failed: '처리하지 못했습니다.',
  needsTerminal:
    '--tty는 터미널에 화면을 그리는데 여기는 터미널이 아닙니다. --tty 없이 실행하면 브라우저에서 열립니다.',
};

/** The texts by language. */
export const liveMessages = { en, ko };
