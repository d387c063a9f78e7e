const en = {
  askEmail: 'E-mail: ',
  emailNeeded: 'An e-mail address is needed: --email',
  signedIn: (name: string, server: string, profile: string) =>
    `Signed in to ${server} as ${name} (profile ${profile}).`,
  signedOut: 'Signed out.',
  notSignedIn: 'Nobody was signed in.',
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
  askEmail: '이메일: ',
  emailNeeded: '이메일이 필요합니다: --email',
  signedIn: (name, server, profile) => `${server}에 ${name}(으)로 로그인했습니다 (프로필 ${profile}).`,
  signedOut: '로그아웃했습니다.',
  notSignedIn: '로그인되어 있지 않았습니다.',
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
