import { withParticle } from './particle.js';

const en = {
  waysIn:
    'Say how to sign in where there is no terminal: --email with --password-file or --password-stdin, or --with-token with an access token on stdin.',
  emailNeeded: 'A password or a code needs --email; without it you sign in on a page.',
  oneWay: '--with-token takes neither --email nor a password nor a code.',
  openPage: 'Open this page on any computer or phone where you can sign in:',
  typeCode: 'Type this code there, and approve the sign-in:',
  orLink: 'Or open the page with the code filled in:',
  waiting: (minutes: number) => `The code is good for ${minutes} minutes. Waiting for your approval; Ctrl-C stops.`,
  askSecondFactor: 'Code of the authenticator app, or a recovery code: ',
  askToken: 'Access token: ',
  notAToken: 'That is no access token: they begin with dct_.',
  signedIn: (name: string, server: string, profile: string) =>
    `Signed in to ${server} as ${name} (profile ${profile}).`,
  signedOut: 'Signed out.',
  notSignedIn: 'Nobody was signed in.',
  tokenStays: 'The access token itself stays good until it expires; end it with: didacto token revoke',
  tokenOfEnvironment:
    'DIDACTO_TOKEN holds an access token: it stays good until it expires; end it with: didacto token revoke',
  by: { session: 'sign-in', access_token: 'access token' },
  ended: (count: number) => `Ended ${count} ${count === 1 ? 'sign-in' : 'sign-ins'}.`,
  stillOnServer: 'The server could not be asked to end the sign-in; it ends there by itself.',
  noProfiles: 'No profiles yet; make one with: didacto login',
  noProfile: (name: string, known: string) => `There is no profile "${name}". Known: ${known || '-'}`,
  using: (name: string) => `Using profile ${name}.`,
  withdrawQuestion: 'Withdraw your account? Sessions end, and you leave every roster.',
  withdrawn: 'Your account has been withdrawn.',
  currentNeeded:
    'To change the password where there is no terminal, give --current-password-file and --new-password-file.',
  nothingToChange: 'Nothing to change was given.',
};

/** What signing in and one's own account say. */
export type SessionMessages = typeof en;

const ko: SessionMessages = {
  waysIn:
    '터미널이 없으면 로그인 방법을 알려 주세요. --email과 --password-file 또는 --password-stdin을 쓰거나, --with-token으로 액세스 토큰을 표준 입력에 주세요.',
  emailNeeded: '비밀번호나 코드를 쓰려면 --email이 필요합니다. 없으면 웹 페이지에서 로그인합니다.',
  oneWay: '--with-token은 --email, 비밀번호, 코드와 함께 쓸 수 없습니다.',
  openPage: '로그인할 수 있는 컴퓨터나 휴대전화에서 이 페이지를 여세요:',
  typeCode: '페이지에 이 코드를 입력하고 로그인을 승인하세요:',
  orLink: '코드가 미리 입력된 페이지:',
  waiting: (minutes) => `코드는 ${minutes}분 동안 쓸 수 있습니다. 승인을 기다리는 중이며, Ctrl-C를 누르면 멈춥니다.`,
  askSecondFactor: '인증 앱의 코드 또는 복구 코드: ',
  askToken: '액세스 토큰: ',
  notAToken: '액세스 토큰이 아닙니다. 액세스 토큰은 dct_로 시작합니다.',
  signedIn: (name, server, profile) =>
    `${server}에 ${withParticle(name, 'direction')} 로그인했습니다 (프로필 ${profile}).`,
  signedOut: '로그아웃했습니다.',
  notSignedIn: '로그인되어 있지 않았습니다.',
  tokenStays: '액세스 토큰은 만료될 때까지 계속 쓸 수 있습니다. 폐기하려면: didacto token revoke',
  tokenOfEnvironment:
    'DIDACTO_TOKEN에 액세스 토큰이 있습니다. 만료될 때까지 계속 쓸 수 있으며, 폐기하려면: didacto token revoke',
  by: { session: '로그인', access_token: '액세스 토큰' },
  ended: (count) => `로그인 ${count}개를 끝냈습니다.`,
  stillOnServer: '서버에 로그아웃을 알리지 못했습니다. 서버에서는 시간이 지나면 끝납니다.',
  noProfiles: '아직 프로필이 없습니다. didacto login으로 만드세요.',
  noProfile: (name, known) => `"${name}" 프로필이 없습니다. 있는 프로필: ${known || '-'}`,
  using: (name) => `${name} 프로필을 씁니다.`,
  withdrawQuestion: '탈퇴할까요? 모든 로그인이 끝나고 모든 강의에서 나갑니다.',
  withdrawn: '탈퇴했습니다.',
  currentNeeded: '터미널이 없으면 --current-password-file과 --new-password-file을 주세요.',
  nothingToChange: '바꿀 내용이 없습니다.',
};

/** Texts of signing in and one's own account, by language. */
export const sessionMessages = { en, ko };
