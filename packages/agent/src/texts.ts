import type { Consent } from '@didacto/sdk/contract';
import { allowedParts } from './consent-parts.js';
import type { Language } from './language.js';

/** Every text of the command. Texts of the system's own errors are added in English. */
export interface Texts {
  readonly help: {
    readonly about: string;
    readonly commands: Readonly<
      Record<
        | 'pair'
        | 'login'
        | 'logout'
        | 'run'
        | 'status'
        | 'consent'
        | 'doctor'
        | 'unpair'
        | 'service'
        | 'print'
        | 'install'
        | 'uninstall',
        string
      >
    >;
    readonly options: Readonly<
      Record<
        | 'json'
        | 'dir'
        | 'caFile'
        | 'serverKey'
        | 'name'
        | 'replace'
        | 'email'
        | 'passwordFile'
        | 'passwordStdin'
        | 'source'
        | 'display'
        | 'monitor'
        | 'label'
        | 'hook'
        | 'notice'
        | 'logLevel'
        | 'dryRun'
        | 'allowScreen'
        | 'allowVoice'
        | 'allowCamera',
        string
      >
    >;
    readonly examples: string;
  };
  readonly say: {
    readonly paired: (name: string, server: string, key: string) => string;
    readonly loggedIn: (name: string, server: string) => string;
    readonly loggedOut: string;
    readonly unpaired: string;
    readonly nothingPaired: string;
    readonly passwordPrompt: string;
    readonly codePrompt: string;
    readonly notRunning: string;
    readonly noLesson: string;
    readonly notChanged: string;
    readonly allowed: (consent: Consent) => string;
    readonly installed: string;
    readonly uninstalled: string;
    readonly wouldDo: string;
  };
  /** One sentence for an `AgentFailure`'s code; its own message, in English, says the particulars. */
  readonly failures: Readonly<Partial<Record<string, string>>>;
}

const allowedWords = (consent: Consent, words: Record<keyof Consent, string>): string =>
  allowedParts(consent)
    .map((part) => words[part])
    .join(', ') || '-';

const en: Texts = {
  help: {
    about: 'The DIDACTO agent: shows this computer’s screen to the class it is seated in, and only during its lessons.',
    commands: {
      pair: 'pair this lab PC with its server',
      login: 'sign in as a student, on your own computer',
      logout: 'sign out, and forget the sign-in',
      run: 'connect and do what the lesson asks',
      status: 'what the running agent is doing',
      consent: 'what you allow the instructor in this lesson; allow it, or take it back',
      doctor: 'check what works here, and why something does not',
      unpair: 'forget the server and the key',
      service: 'start the agent with the login session',
      print: 'print the service file',
      install: 'write the service file and put it to work',
      uninstall: 'stop the service and remove its file',
    },
    options: {
      json: 'print JSON',
      dir: 'where the agent keeps its key',
      caFile: 'certificates to trust besides the usual ones, PEM',
      serverKey: 'the server’s key or its fingerprint, as the admin reads it out',
      name: 'what this computer calls itself, instead of its host name',
      replace: 'follow another server than before; needs admin rights',
      email: 'the account’s e-mail address',
      passwordFile: 'read the password from a file',
      passwordStdin: 'read the password from stdin',
      source: 'what is captured',
      display: 'the X display, e.g. :0',
      monitor: 'all, or one by its number or name',
      label: 'what the test pattern shows',
      hook: 'a program to run when the notice starts and ends',
      notice: 'auto, or none by the decision of this computer’s admin',
      logLevel: 'how much is logged to stderr',
      dryRun: 'only say what would be done',
      allowScreen: 'your screen live, and control',
      allowVoice: 'your microphone',
      allowCamera: 'the instructor’s camera on your screen',
    },
    examples: 'Examples:',
  },
  say: {
    paired: (name, server, key) =>
      `Paired as ${name} with ${server}\nServer key ${key}: the admin’s screen shows the same.`,
    loggedIn: (name, server) => `Signed in to ${server} as ${name}`,
    loggedOut: 'Signed out',
    unpaired: 'Unpaired. An admin should also revoke the device at the server.',
    nothingPaired: 'This computer is not paired.',
    passwordPrompt: 'Password: ',
    codePrompt: 'Code of the second factor: ',
    notRunning: 'No agent is running. Start it with: didacto-agent run',
    noLesson: 'This computer is in no lesson now.',
    notChanged: 'The running agent could not change it.',
    allowed: (consent) =>
      `Allowed in this lesson: ${allowedWords(consent, { screen: 'screen', voice: 'voice', camera: 'camera' })}`,
    installed: 'Installed',
    uninstalled: 'Removed',
    wouldDo: 'Would do:',
  },
  failures: {},
};

const ko: Texts = {
  help: {
    about: 'DIDACTO 에이전트: 이 컴퓨터의 화면을 자리가 배정된 수업에만, 수업 중에만 보여 줍니다.',
    commands: {
      pair: '이 실습실 PC를 서버와 페어링합니다',
      login: '내 컴퓨터에서 학생으로 로그인합니다',
      logout: '로그아웃하고 로그인 정보를 지웁니다',
      run: '서버에 연결하여 수업에 따라 동작합니다',
      status: '실행 중인 에이전트의 상태를 봅니다',
      consent: '이 수업에서 강사에게 허용한 것을 보고, 허용하거나 거둡니다',
      doctor: '무엇이 되고, 안 되면 왜 안 되는지 점검합니다',
      unpair: '서버와 키를 잊습니다',
      service: '로그인할 때 에이전트를 시작하게 합니다',
      print: '서비스 파일을 출력합니다',
      install: '서비스 파일을 쓰고 시작합니다',
      uninstall: '서비스를 멈추고 파일을 지웁니다',
    },
    options: {
      json: 'JSON으로 출력합니다',
      dir: '에이전트의 키를 두는 폴더',
      caFile: '추가로 신뢰할 인증서(PEM)',
      serverKey: '관리자가 불러 주는 서버 키 또는 지문',
      name: '호스트 이름 대신 쓸 이 컴퓨터의 이름',
      replace: '다른 서버를 따르게 합니다(관리자 권한 필요)',
      email: '계정의 이메일 주소',
      passwordFile: '비밀번호를 파일에서 읽습니다',
      passwordStdin: '비밀번호를 표준 입력에서 읽습니다',
      source: '무엇을 캡처할지',
      display: 'X 디스플레이(예: :0)',
      monitor: 'all 또는 모니터의 번호나 이름',
      label: '테스트 패턴에 표시할 글자',
      hook: '알림이 시작되고 끝날 때 실행할 프로그램',
      notice: 'auto, 또는 이 컴퓨터 관리자의 결정으로 none',
      logLevel: 'stderr에 남길 로그의 수준',
      dryRun: '무엇을 할지 말하기만 합니다',
      allowScreen: '실시간 화면과 원격 조작',
      allowVoice: '내 마이크',
      allowCamera: '내 화면에 강사 카메라',
    },
    examples: '예:',
  },
  say: {
    paired: (name, server, key) =>
      `${server}에 ${name}(으)로 페어링했습니다\n서버 키 ${key}: 관리자의 화면과 같아야 합니다.`,
    loggedIn: (name, server) => `${server}에 ${name}(으)로 로그인했습니다`,
    loggedOut: '로그아웃했습니다',
    unpaired: '페어링을 해제했습니다. 관리자는 서버에서도 이 기기를 해제해야 합니다.',
    nothingPaired: '페어링되지 않은 컴퓨터입니다.',
    passwordPrompt: '비밀번호: ',
    codePrompt: '2단계 인증 코드: ',
    notRunning: '실행 중인 에이전트가 없습니다. 시작하려면: didacto-agent run',
    noLesson: '이 컴퓨터는 지금 수업 중이 아닙니다.',
    notChanged: '실행 중인 에이전트가 바꾸지 못했습니다.',
    allowed: (consent) =>
      `이 수업에 허용한 것: ${allowedWords(consent, { screen: '화면', voice: '음성', camera: '카메라' })}`,
    installed: '설치했습니다',
    uninstalled: '제거했습니다',
    wouldDo: '할 일:',
  },
  failures: {
    already_paired: '이미 다른 서버와 페어링되어 있습니다.',
    already_running: '에이전트가 이미 실행 중입니다.',
    admin_needed: '다른 서버를 따르려면 이 컴퓨터의 관리자 권한이 필요합니다.',
    ca_unreadable: '인증서 파일을 읽을 수 없습니다.',
    config_unreadable: '설정 파일을 읽을 수 없습니다.',
    key_exposed: '다른 사람이 키 파일을 읽을 수 있습니다.',
    key_broken: '키 파일이 손상되었습니다.',
    not_paired: '먼저 페어링하거나 로그인하세요.',
    server_changed: '페어링한 서버가 아닙니다. 아무것도 보내지 않습니다.',
    server_key_differs: '서버 키가 예상한 것과 다릅니다.',
    service_command_failed: '시스템 명령이 실패했습니다.',
    usage: '명령을 잘못 썼습니다.',
  },
};

const tables: Readonly<Record<Language, Texts>> = { en, ko };

export const textsIn = (language: Language): Texts => tables[language];
