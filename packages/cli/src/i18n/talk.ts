import { withParticle } from './particle.js';

const en = {
  dryRun: 'Nothing was changed. This would be sent:',
  yesNo: '(y/n)',
  needsYes: (question: string) => `${question} Nobody is at a terminal to answer: add --yes.`,
  cancelled: 'Nothing was done.',
  interrupted: 'Interrupted.',
  none: 'Nothing found.',
  done: 'Done.',
  signInFirst: 'Sign in with: didacto login',
  codeNeeded: 'A code is needed: use --code-file where there is no terminal.',
  hints: {
    second_factor_needed: 'Where there is no terminal, give the code with --code-file.',
    second_factor_wrong: 'Codes change every 30 seconds and are good once; a recovery code does as well.',
    second_factor_required: 'Set it up with: didacto second-factor enable',
    scope_missing: 'Make a token with the scope that this needs: didacto token create',
    member_suspended: 'An administrator of your institution can restore the account.',
  },
  connection: 'Check the address (--server) and the network, or run: didacto doctor',
  certificate: 'This server’s certificate is not known here. If it is the school’s own: --ca-file its-certificate.pem',
  password: {
    ask: 'Password: ',
    askNew: 'New password: ',
    askCurrent: 'Current password: ',
    again: 'Once more: ',
    differ: 'The two passwords differ.',
    noTerminal: 'A password is needed: use --password-file or --password-stdin where there is no terminal.',
  },
  notFound: (kind: string, wanted: string) => `No ${kind} with the id or name "${wanted}".`,
  idNeeded: 'Only an admin can look a member up by e-mail or name. Give the id, mem_…: didacto whoami shows one’s own.',
  ambiguous: (kind: string, wanted: string, ids: string) =>
    `More than one ${kind} is called "${wanted}"; use an id: ${ids}`,
  imported: (good: number, bad: number, dryRun: boolean) =>
    `${good} ${good === 1 ? 'row is' : 'rows are'} fine, ${bad} ${bad === 1 ? 'is' : 'are'} not.${dryRun ? ' Nothing was changed.' : ''}`,
  noBytesHere: 'Bytes cannot be shown here: send them to a file or a pipe, without --json.',
  fileExists: (file: string) => `${file} is there already; replace it with --force.`,
  saved: (file: string, bytes: number) => `${file}: ${bytes} bytes`,
  noScreens: 'The server sent no screens in time.',
  pathNeeded: 'The path must begin with /v1/',
  bodyNotJson: '--body is not valid JSON',
  whichEnrollments: 'Give ids of enrollments, or --all-waiting with --lecture.',
  nobodyWaits: 'Nobody is waiting.',
  noLesson: (lecture: string, which: 'active' | 'newest') =>
    which === 'active' ? `"${lecture}" has no active lesson.` : `"${lecture}" has had no lesson yet.`,
  kinds: {
    lecture: 'lecture',
    lesson: 'lesson',
    lab: 'lab',
    device: 'device',
    member: 'member',
    student: 'student',
    enrollment: 'enrollment',
    token: 'access token',
    serviceAccount: 'service account',
    invitation: 'invitation',
    product: 'product',
  },
};

/** What every command may say. */
export type TalkMessages = typeof en;

const ko: TalkMessages = {
  dryRun: '아무것도 바꾸지 않았습니다. 다음을 보내게 됩니다:',
  yesNo: '(y/n)',
  needsYes: (question) => `${question} 답할 터미널이 없으니 --yes를 붙여 주세요.`,
  cancelled: '아무것도 하지 않았습니다.',
  interrupted: '중단했습니다.',
  none: '찾은 것이 없습니다.',
  done: '완료했습니다.',
  signInFirst: '먼저 로그인하세요: didacto login',
  codeNeeded: '코드가 필요합니다. 터미널이 없으면 --code-file을 쓰세요.',
  hints: {
    second_factor_needed: '터미널이 없으면 --code-file로 코드를 주세요.',
    second_factor_wrong: '코드는 30초마다 바뀌고 한 번만 쓸 수 있습니다. 복구 코드를 써도 됩니다.',
    second_factor_required: '먼저 설정하세요: didacto second-factor enable',
    scope_missing: '필요한 범위가 있는 토큰을 만드세요: didacto token create',
    member_suspended: '기관 관리자가 계정을 다시 열 수 있습니다.',
  },
  connection: '주소(--server)와 네트워크를 확인하거나 didacto doctor를 실행하세요',
  certificate: '이 서버의 인증서를 알 수 없습니다. 학교 자체 인증서라면: --ca-file 인증서.pem',
  password: {
    ask: '비밀번호: ',
    askNew: '새 비밀번호: ',
    askCurrent: '현재 비밀번호: ',
    again: '한 번 더: ',
    differ: '두 비밀번호가 다릅니다.',
    noTerminal: '비밀번호가 필요합니다. 터미널이 없으면 --password-file 또는 --password-stdin을 쓰세요.',
  },
  notFound: (kind, wanted) => `ID나 이름이 "${wanted}"인 ${withParticle(kind, 'subject')} 없습니다.`,
  idNeeded:
    '이메일이나 이름으로 회원을 찾는 것은 기관 관리자만 할 수 있습니다. ID(mem_…)를 쓰세요. 본인 ID는 didacto whoami로 볼 수 있습니다.',
  ambiguous: (kind, wanted, ids) =>
    `이름이 "${wanted}"인 ${withParticle(kind, 'subject')} 여럿입니다. ID를 쓰세요: ${ids}`,
  imported: (good, bad, dryRun) =>
    `올바른 줄 ${good}개, 올바르지 않은 줄 ${bad}개.${dryRun ? ' 아무것도 바꾸지 않았습니다.' : ''}`,
  noBytesHere: '여기에는 바이트를 출력할 수 없습니다. --json 없이 파일이나 파이프로 보내세요.',
  fileExists: (file) => `${withParticle(file, 'subject')} 이미 있습니다. 덮어쓰려면 --force를 쓰세요.`,
  saved: (file, bytes) => `${file}: ${bytes}바이트`,
  noScreens: '서버가 화면을 제때 보내지 않았습니다.',
  pathNeeded: '경로는 /v1/로 시작해야 합니다',
  bodyNotJson: '--body가 올바른 JSON이 아닙니다',
  whichEnrollments: '수강 신청 ID를 주거나 --all-waiting을 --lecture와 함께 쓰세요.',
  nobodyWaits: '대기 중인 신청이 없습니다.',
  noLesson: (lecture, which) =>
    which === 'active' ? `"${lecture}"에 진행 중인 수업이 없습니다.` : `"${lecture}"에는 아직 수업이 없었습니다.`,
  kinds: {
    lecture: '강의',
    lesson: '수업',
    lab: '실습실',
    device: '기기',
    member: '회원',
    student: '학생',
    enrollment: '수강 신청',
    token: '액세스 토큰',
    serviceAccount: '서비스 계정',
    invitation: '초대',
    product: '상품',
  },
};

/** What every command may say, by language. */
export const talkMessages = { en, ko };
