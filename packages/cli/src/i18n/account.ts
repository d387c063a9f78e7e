const en = {
  whichStep: 'Give --email to have a code mailed, or --verification with the id of one that was mailed; not both.',
  requestOnlyAlone: '--request-only has a code mailed and nothing else: give it with --email.',
  twoSteps:
    'Where there is no terminal it takes two steps: --email with --request-only, then --verification with --code-file.',
  mailed: (email: string, until: string) => `A code is on its way to ${email}. It is good until ${until}.`,
  askMailCode: 'Code from the mail: ',
  nameNeeded: 'Your name is needed: --name',
  passwordReset: 'The password is set. Every sign-in has ended; sign in with: didacto login',
  erased: 'What was personal about the member is erased.',
  askInvitationCode: 'Code of the invitation: ',
  invited: (email: string, institution: string) => `${institution} invites ${email} as an instructor.`,
  accepted: 'The account is made; sign in with: didacto login',
  tokenOnce: 'This is shown only now. Keep it where nobody else can read it.',
};

/** What accounts, invitations and tokens say. */
export type AccountMessages = typeof en;

const ko: AccountMessages = {
  whichStep:
    '코드를 받으려면 --email을, 이미 받은 코드가 있으면 그 ID를 --verification으로 주세요. 둘 다 줄 수는 없습니다.',
  requestOnlyAlone: '--request-only는 코드를 메일로 보내기만 합니다. --email과 함께 쓰세요.',
  twoSteps:
    '터미널이 없으면 두 단계로 나눕니다. 먼저 --email과 --request-only, 그다음 --verification과 --code-file을 쓰세요.',
  mailed: (email, until) => `${email}(으)로 코드를 보냈습니다. ${until}까지 쓸 수 있습니다.`,
  askMailCode: '메일로 받은 코드: ',
  nameNeeded: '이름이 필요합니다: --name',
  passwordReset: '비밀번호를 정했습니다. 모든 로그인이 끝났으니 다시 로그인하세요: didacto login',
  erased: '회원의 개인정보를 지웠습니다.',
  askInvitationCode: '초대 코드: ',
  invited: (email, institution) => `${institution}에서 ${email} 님을 강사로 초대했습니다.`,
  accepted: '계정을 만들었습니다. 로그인하세요: didacto login',
  tokenOnce: '지금 한 번만 보여 드립니다. 다른 사람이 읽을 수 없는 곳에 보관하세요.',
};

/** Texts of accounts, invitations and tokens by language. */
export const accountMessages = { en, ko };
