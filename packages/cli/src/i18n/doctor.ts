const en = {
  reached: (server: string, name: string, version: string, ms: number) =>
    `${server} is "${name}", version ${version}, ${ms} ms away`,
  unreachable: (server: string, why: string) => `${server} cannot be reached: ${why}`,
  skew: (seconds: number) =>
    seconds === 0
      ? 'this clock and the server agree'
      : `this clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the server`,
  signedIn: (name: string, email: string, role: string) => `signed in as ${name} <${email}>, ${role}`,
  factorNeeded: 'the role needs a second factor; run: didacto second-factor enable',
  readable: (file: string) => `${file} can be read by others; run: chmod 600 ${file}`,
  profile: (file: string, name: string) => `profile ${name} in ${file}`,
  noTerminal: 'the output is no terminal: no colours, no wall',
  terminal: (columns: number, colours: number, utf8: boolean) =>
    `terminal of ${columns} columns, ${colours} colours${utf8 ? '' : ', not UTF-8: set LANG to a UTF-8 locale'}`,
};

/** What the doctor says. */
export type DoctorMessages = typeof en;

const ko: DoctorMessages = {
  reached: (server, name, version, ms) => `${server}: "${name}", 버전 ${version}, 왕복 ${ms} ms`,
  unreachable: (server, why) => `${server}에 연결할 수 없습니다: ${why}`,
  skew: (seconds) =>
    seconds === 0
      ? '이 컴퓨터와 서버의 시계가 같습니다'
      : `이 컴퓨터의 시계가 서버보다 ${Math.abs(seconds)}초 ${seconds > 0 ? '빠릅니다' : '느립니다'}`,
  signedIn: (name, email, role) => `${name} <${email}>(으)로 로그인됨, ${role}`,
  factorNeeded: '이 역할에는 2단계 인증이 필요합니다. 실행: didacto second-factor enable',
  readable: (file) => `다른 사람이 ${file}을(를) 읽을 수 있습니다. 실행: chmod 600 ${file}`,
  profile: (file, name) => `프로필 ${name}, ${file}`,
  noTerminal: '출력이 터미널이 아니므로 색과 화면벽을 쓸 수 없습니다',
  terminal: (columns, colours, utf8) =>
    `터미널 ${columns}칸, ${colours}색${utf8 ? '' : ', UTF-8이 아님: LANG을 UTF-8로 설정하세요'}`,
};

/** The doctor's texts by language. */
export const doctorMessages = { en, ko };
