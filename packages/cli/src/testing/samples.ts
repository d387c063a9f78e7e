import type {
  AccessToken,
  Device,
  Enrollment,
  Institution,
  Invitation,
  Lab,
  Lecture,
  Lesson,
  Member,
  RosterEntry,
  ServiceAccount,
  Session,
} from '@didacto/sdk';

const time = '2026-11-21T01:02:03.456Z';

/** A well-formed id; different for each number. */
export const sampleId = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(26, '0')}`;

export const sampleMember = (number: number, over: Partial<Member> = {}): Member => ({
  id: sampleId('mem', number),
  email: `m${number}@school.example`,
  name: `회원 ${number}`,
  role: 'student',
  grade: 'free',
  state: 'active',
  secondFactor: false,
  createdAt: time,
  ...over,
});

/** What the server answers to a sign-in. */
export const sampleTokens = (number: number, member: Member) => ({
  accessToken: `access-${number}`,
  expiresIn: 900,
  refreshToken: `refresh-${number}`,
  member,
});

export const sampleSession = (number: number, over: Partial<Session> = {}): Session => ({
  id: sampleId('ses', number),
  client: 'didacto on pc-1',
  address: '192.0.2.7',
  createdAt: time,
  lastUsedAt: time,
  expiresAt: time,
  current: false,
  ...over,
});

export const sampleAccessToken = (number: number, name: string, over: Partial<AccessToken> = {}): AccessToken => ({
  id: sampleId('tok', number),
  owner: { id: sampleId('mem', 1), name: '박민지' },
  name,
  hint: 'dct_a1b2',
  scopes: ['lectures:read'],
  createdAt: time,
  expiresAt: time,
  lastUsedAt: null,
  revokedAt: null,
  ...over,
});

export const sampleServiceAccount = (number: number, name: string): ServiceAccount => ({
  id: sampleId('mem', number),
  name,
  role: 'instructor',
  state: 'active',
  createdAt: time,
});

export const sampleInvitation = (number: number, over: Partial<Invitation> = {}): Invitation => ({
  id: sampleId('inv', number),
  email: `m${number}@school.example`,
  role: 'instructor',
  state: 'waiting',
  invitedBy: { id: sampleId('mem', 1), name: '박민지' },
  createdAt: time,
  expiresAt: time,
  ...over,
});

export const sampleLecture = (number: number, title: string): Lecture => ({
  id: sampleId('lec', number),
  title,
  state: 'open',
  owner: { id: sampleId('mem', 1), name: '박민지' },
  lessonActive: false,
  createdAt: time,
  updatedAt: time,
});

export const sampleLesson = (number: number, state: Lesson['state']): Lesson => ({
  id: sampleId('les', number),
  lectureId: sampleId('lec', 1),
  state,
  startedAt: '2026-11-21T01:00:00.000Z',
  endedAt: state === 'ended' ? '2026-11-21T02:00:00.000Z' : null,
});

export const sampleEnrollment = (number: number, status: Enrollment['status']): Enrollment => ({
  id: sampleId('enr', number),
  lecture: { id: sampleId('lec', 1), title: '파이썬 기초' },
  member: { id: sampleId('mem', number), name: `학생 ${number}` },
  status,
  createdAt: time,
  updatedAt: time,
});

export const sampleLab = (number: number, name: string): Lab => ({
  id: sampleId('lab', number),
  name,
  devices: 1,
  createdAt: time,
});

export const sampleDevice = (number: number, lab: number, name: string): Device => ({
  id: sampleId('dev', number),
  labId: sampleId('lab', lab),
  name,
  state: 'paired',
  connected: true,
  lastSeenAt: time,
  host: null,
  clone: null,
  createdAt: time,
});

export const sampleRoster = (
  number: number,
  device: Device | null,
  over: Partial<RosterEntry['student']> = {},
): RosterEntry => ({
  enrollmentId: sampleId('enr', number),
  student: { id: sampleId('mem', number), name: `학생 ${number}`, email: `m${number}@school.example`, ...over },
  since: time,
  device: device && { id: device.id, name: device.name },
});

export const sampleInstitution: Institution = {
  name: '한빛고등학교',
  screenPolicy: { intervalMs: 1000, width: 1280, height: 720, quality: 60 },
  secondFactorRoles: [],
  controlPolicy: 'ask',
  serverKey: 'A'.repeat(43),
  serverTime: time,
  version: '0.1.0',
};

/** One page with everything. */
export const page = <T>(...data: T[]) => ({ data, nextCursor: null });
