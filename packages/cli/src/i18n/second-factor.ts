const en = {
  scan: 'Scan this with an authenticator app:',
  orSecret: 'Or type this secret there:',
  askCode: 'Code that the app shows: ',
  nextStep: 'Turn it on with a code that the app shows: didacto second-factor enable --code-file FILE',
  needsTerminal: 'Where there is no terminal it takes two steps: --start, then --code-file with a code of the app.',
  oneStep: '--start gives the secret, --code-file turns it on: give one of them.',
  on: 'The second factor is on, and your other sign-ins have ended.',
  recoveryCodes: 'Recovery codes: each takes the place of the app once. They are shown only now; keep them safe.',
  off: 'The second factor is off.',
};

/** What the second factor says. */
export type SecondFactorMessages = typeof en;

const ko: SecondFactorMessages = {
  scan: '인증 앱으로 이 QR 코드를 찍으세요:',
  orSecret: '또는 앱에 이 비밀 키를 입력하세요:',
  askCode: '앱에 보이는 코드: ',
  nextStep: '앱에 보이는 코드로 켜세요: didacto second-factor enable --code-file 파일',
  needsTerminal: '터미널이 없으면 두 단계로 나눕니다. 먼저 --start, 그다음 앱의 코드를 --code-file로 주세요.',
  oneStep: '--start는 비밀 키를 받고 --code-file은 켭니다. 둘 중 하나만 쓰세요.',
  on: '2단계 인증을 켰고, 다른 로그인은 모두 끝났습니다.',
  recoveryCodes: '복구 코드입니다. 하나씩 인증 앱을 한 번 대신합니다. 지금만 보여 드리니 안전하게 보관하세요.',
  off: '2단계 인증을 껐습니다.',
};

/** Texts of the second factor by language. */
export const secondFactorMessages = { en, ko };
