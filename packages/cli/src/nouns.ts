import type { Command } from './command.js';
import type { Text } from './i18n/text.js';

/** A word after `didacto`: a noun with its verbs, or a command of one word. Loaded when it is chosen. */
export interface Noun {
  readonly name: string;
  readonly summary: Text;
  readonly load: () => Promise<Command | readonly Command[]>;
}

/** Every command, in the order of the help. */
export const nouns: readonly Noun[] = [
  {
    name: 'login',
    summary: { en: 'Sign in and keep the sign-in in a profile', ko: '로그인하고 프로필에 저장합니다' },
    load: async () => (await import('./commands/session/login.js')).login,
  },
  {
    name: 'logout',
    summary: { en: 'Sign out', ko: '로그아웃합니다' },
    load: async () => (await import('./commands/session/logout.js')).logout,
  },
  {
    name: 'whoami',
    summary: { en: 'Show who is signed in, and how', ko: '로그인한 회원과 로그인 방식을 봅니다' },
    load: async () => (await import('./commands/session/whoami.js')).whoami,
  },
  {
    name: 'session',
    summary: { en: 'Where I am signed in', ko: '내가 로그인한 곳' },
    load: async () => (await import('./commands/session/index.js')).session,
  },
  {
    name: 'second-factor',
    summary: { en: 'My second factor: an authenticator app', ko: '내 2단계 인증 (인증 앱)' },
    load: async () => (await import('./commands/second-factor/index.js')).secondFactor,
  },
  {
    name: 'token',
    summary: { en: 'Access tokens for programs', ko: '프로그램이 쓰는 액세스 토큰' },
    load: async () => (await import('./commands/token/index.js')).token,
  },
  {
    name: 'profile',
    summary: { en: 'Kept sign-ins', ko: '저장된 프로필' },
    load: async () => (await import('./commands/profile/index.js')).profile,
  },
  {
    name: 'institution',
    summary: { en: 'The institution and how screens are taken', ko: '기관 정보와 화면 수집 설정' },
    load: async () => (await import('./commands/institution/index.js')).institution,
  },
  {
    name: 'member',
    summary: { en: 'Members, and my own account', ko: '회원과 내 계정' },
    load: async () => (await import('./commands/member/index.js')).member,
  },
  {
    name: 'invitation',
    summary: { en: 'Invitations of instructors', ko: '강사 초대' },
    load: async () => (await import('./commands/invitation/index.js')).invitation,
  },
  {
    name: 'service-account',
    summary: { en: "Integrators' accounts", ko: '연동 프로그램의 계정' },
    load: async () => (await import('./commands/service-account/index.js')).serviceAccount,
  },
  {
    name: 'lecture',
    summary: { en: 'Lectures', ko: '강의' },
    load: async () => (await import('./commands/lecture/index.js')).lecture,
  },
  {
    name: 'staff',
    summary: { en: 'Who teaches or helps in a lecture', ko: '강의의 공동 강사와 조교' },
    load: async () => (await import('./commands/staff/index.js')).staff,
  },
  {
    name: 'lesson',
    summary: { en: 'Lessons and their attendance', ko: '수업과 출석' },
    load: async () => (await import('./commands/lesson/index.js')).lesson,
  },
  {
    name: 'enrollment',
    summary: { en: 'Enrollments: request, accept, reject', ko: '수강 신청: 요청, 승인, 거절' },
    load: async () => (await import('./commands/enrollment/index.js')).enrollment,
  },
  {
    name: 'roster',
    summary: { en: 'The students of a lecture', ko: '강의의 수강생' },
    load: async () => (await import('./commands/roster/index.js')).roster,
  },
  {
    name: 'lab',
    summary: { en: 'Labs', ko: '실습실' },
    load: async () => (await import('./commands/lab/index.js')).lab,
  },
  {
    name: 'device',
    summary: { en: 'Lab PCs and their pairing', ko: '실습실 PC와 페어링' },
    load: async () => (await import('./commands/device/index.js')).device,
  },
  {
    name: 'seat',
    summary: { en: 'Who sits where; CSV import and export', ko: '좌석 배정, CSV 가져오기와 내보내기' },
    load: async () => (await import('./commands/seat/index.js')).seat,
  },
  {
    name: 'screen',
    summary: { en: 'The screens of the active lesson', ko: '진행 중인 수업의 화면' },
    load: async () => (await import('./commands/screen/index.js')).screen,
  },
  {
    name: 'consent',
    summary: { en: 'What I allow the instructor in a lesson', ko: '수업에서 내가 강사에게 허용한 것' },
    load: async () => (await import('./commands/consent/index.js')).consent,
  },
  {
    name: 'wall',
    summary: { en: 'Watch all screens of a lesson', ko: '수업의 모든 화면을 봅니다' },
    load: async () => (await import('./commands/wall/wall.js')).wall,
  },
  {
    name: 'view',
    summary: {
      en: "Watch one student's screen live, talk, and take control",
      ko: '학생 한 명의 화면을 실시간으로 보고 조작합니다',
    },
    load: async () => (await import('./commands/view/view.js')).view,
  },
  {
    name: 'audit',
    summary: { en: 'The audit log: list, export, verify', ko: '감사 기록: 보기, 내보내기, 확인' },
    load: async () => (await import('./commands/audit/index.js')).audit,
  },
  {
    name: 'product',
    summary: { en: 'What is sold', ko: '판매하는 상품' },
    load: async () => (await import('./commands/product/index.js')).product,
  },
  {
    name: 'order',
    summary: { en: 'Orders, and paying them', ko: '주문과 결제하기' },
    load: async () => (await import('./commands/order/index.js')).order,
  },
  {
    name: 'payment',
    summary: { en: 'Payments, refunds and what waits for a person', ko: '결제, 환불, 사람의 처리를 기다리는 작업' },
    load: async () => (await import('./commands/payment/index.js')).payment,
  },
  {
    name: 'webhook',
    summary: { en: 'Webhooks of payment providers', ko: '결제사의 웹훅' },
    load: async () => (await import('./commands/webhook/index.js')).webhook,
  },
  {
    name: 'ledger',
    summary: { en: 'The ledger: verify, balances, entries', ko: '원장: 확인, 잔액, 전표' },
    load: async () => (await import('./commands/ledger/index.js')).ledger,
  },
  {
    name: 'alarm',
    summary: { en: 'Alarms: list, acknowledge, resolve', ko: '알림: 보기, 담당 표시, 해결' },
    load: async () => (await import('./commands/alarm/index.js')).alarm,
  },
  {
    name: 'sandbox',
    summary: { en: 'Run fake payment providers on this machine', ko: '가짜 결제사를 이 컴퓨터에서 실행합니다' },
    load: async () => (await import('./commands/sandbox/sandbox.js')).sandbox,
  },
  {
    name: 'api',
    summary: { en: 'Make one raw call', ko: 'API를 직접 호출합니다' },
    load: async () => (await import('./commands/api/api.js')).api,
  },
  {
    name: 'doctor',
    summary: { en: 'Check server, clock, sign-in and terminal', ko: '서버, 시계, 로그인, 터미널을 점검합니다' },
    load: async () => (await import('./commands/doctor/doctor.js')).doctor,
  },
];
