const en = {
  about: 'Scripts lectures, enrollments, labs and seats, and watches the screens of a lesson.',
  version: 'print the version',
  help: 'show help',
  helpCommand: 'show help of a command, or: help exit-codes',
  more: 'Start with: didacto login --server https://didacto.example\nHelp of a command: didacto <command> --help\nScripts: a token in DIDACTO_TOKEN stands for a sign-in; exit codes: didacto help exit-codes',
  dryRun: 'show what would be sent, change nothing',
  yes: 'do not ask',
  titles: {
    'Usage:': 'Usage:',
    'Arguments:': 'Arguments:',
    'Options:': 'Options:',
    'Global Options:': 'Global options:',
    'Commands:': 'Commands:',
    'Examples:': 'Examples:',
  },
  globals: {
    json: 'print data as JSON on stdout, errors as JSON on stderr',
    server: 'the server, https or this machine (DIDACTO_SERVER)',
    profile: 'the profile to use (DIDACTO_PROFILE)',
    caFile: 'trust the certificates in this PEM file too (DIDACTO_CA_FILE)',
    lang: 'language of the texts (DIDACTO_LANG)',
    noColour: 'no colours (NO_COLOR)',
  },
  exitCodes: `Exit codes
    0  done
    1  failure
    2  wrong usage
    3  not found, a value is not valid, or refused
    4  sign in first
    5  not permitted
    6  conflict with what is there
    7  network, timeout, or a server that is busy: try again
    8  partly done (bulk commands)
  130  interrupted (Ctrl-C)
  143  terminated`,
};

/** Texts of the help that the commands do not bring themselves. */
export type HelpMessages = typeof en;

const ko: HelpMessages = {
  about: '강의, 수강 신청, 실습실, 좌석을 스크립트로 다루고 수업 화면을 봅니다.',
  version: '버전을 출력합니다',
  help: '도움말을 봅니다',
  helpCommand: '명령의 도움말을 봅니다. 종료 코드는: help exit-codes',
  more: '시작: didacto login --server https://didacto.example\n명령의 도움말: didacto <명령> --help\n스크립트: DIDACTO_TOKEN의 토큰이 로그인을 대신합니다. 종료 코드: didacto help exit-codes',
  dryRun: '보낼 내용만 보여 주고 아무것도 바꾸지 않습니다',
  yes: '묻지 않습니다',
  titles: {
    'Usage:': '사용법:',
    'Arguments:': '인자:',
    'Options:': '옵션:',
    'Global Options:': '공통 옵션:',
    'Commands:': '명령:',
    'Examples:': '예:',
  },
  globals: {
    json: '데이터는 표준 출력에, 오류는 표준 오류에 JSON으로 출력합니다',
    server: '서버 주소, https 또는 이 컴퓨터 (DIDACTO_SERVER)',
    profile: '사용할 프로필 (DIDACTO_PROFILE)',
    caFile: '이 PEM 파일의 인증서도 신뢰합니다 (DIDACTO_CA_FILE)',
    lang: '표시 언어 (DIDACTO_LANG)',
    noColour: '색을 쓰지 않습니다 (NO_COLOR)',
  },
  exitCodes: `종료 코드
    0  완료
    1  실패
    2  잘못된 사용법
    3  찾을 수 없음, 올바르지 않은 값, 거절됨
    4  로그인 필요
    5  권한 없음
    6  현재 상태와 충돌
    7  네트워크, 시간 초과, 바쁜 서버: 다시 시도하세요
    8  일부만 완료 (일괄 명령)
  130  중단 (Ctrl-C)
  143  종료 신호`,
};

/** The help's texts by language. */
export const helpMessages = { en, ko };
