const en = {
  running: (url: string) => `The sandbox listens on ${url} (its page shows what was paid). Ctrl-C ends it.`,
  pointServer: 'Variables that point a server at it:',
  notFound:
    'didacto-server is not installed here: npm install -g @didacto/server, or name it in DIDACTO_SERVER_PROGRAM',
  answer: 'The server’s program said something else than the address of a sandbox; is it of this version?',
};

/** What the sandbox's command says. */
export type SandboxMessages = typeof en;

const ko: SandboxMessages = {
  running: (url) =>
    `샌드박스가 ${url}에서 실행 중입니다. 이 주소의 페이지에서 결제 내역을 볼 수 있습니다. Ctrl-C로 끝냅니다.`,
  pointServer: '서버가 샌드박스를 쓰게 하는 환경 변수:',
  notFound:
    'didacto-server가 없습니다. npm install -g @didacto/server로 설치하거나 DIDACTO_SERVER_PROGRAM에 경로를 지정하세요',
  answer: '서버 프로그램이 샌드박스 주소가 아닌 것을 출력했습니다. 같은 버전인지 확인하세요.',
};

/** The sandbox's texts by language. */
export const sandboxMessages = { en, ko };
