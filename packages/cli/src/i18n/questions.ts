const en = {
  deleteLecture: (name: string) => `Delete the lecture "${name}"?`,
  deleteLab: (name: string) => `Delete the lab "${name}"?`,
  deleteDevice: (name: string) => `Delete the device "${name}" with its seats?`,
  revokeDevice: (name: string) => `Take the key of "${name}" away? It must be paired again.`,
  endLesson: 'End the lesson? Capture stops and the pictures are dropped.',
  leaveRoster: (lecture: string) => `Leave the lecture "${lecture}"?`,
  removeStudent: (student: string) => `Remove "${student}" from the lecture?`,
  rejectAll: (lecture: string) => `Reject everybody who waits for "${lecture}"?`,
  cancelEnrollment: (lecture: string) => `Cancel the request "${lecture}"?`,
  suspendMember: (member: string) => `Suspend "${member}"? They are signed out everywhere at once.`,
  endSessionsOf: (member: string) => `End every sign-in of "${member}"?`,
  resetSecondFactor: (member: string) =>
    `Turn off the second factor of "${member}"? A password is enough for them then.`,
  eraseMember: (member: string) => `Erase "${member}"? What is personal about them is gone for good.`,
  changeRole: (member: string) =>
    `Change the role of "${member}"? Their sign-ins end, and lectures that they may no longer own are closed.`,
  endSession: 'End this sign-in?',
  endAllSessions: 'Sign out everywhere, here too?',
  endOtherSessions: 'Sign out everywhere but here?',
  disableSecondFactor: 'Turn your second factor off? A password is enough to sign in then.',
  renewRecoveryCodes: 'Make new recovery codes? The former ones stop working.',
  revokeToken: (token: string) => `Revoke the access token "${token}"? What uses it stops at once.`,
  revokeInvitation: (invitation: string) => `Revoke the invitation "${invitation}"?`,
  removeServiceAccount: (account: string) => `Remove the service account "${account}" with all its tokens?`,
  removeStaff: (member: string) => `Remove "${member}" from the staff of the lecture?`,
  leaveStaff: (lecture: string) => `Stop helping in the lecture "${lecture}"?`,
};

/** What is asked before something is taken away. */
export type QuestionMessages = typeof en;

const ko: QuestionMessages = {
  deleteLecture: (name) => `"${name}" 강의를 지울까요?`,
  deleteLab: (name) => `"${name}" 실습실을 지울까요?`,
  deleteDevice: (name) => `"${name}" 기기와 그 좌석을 지울까요?`,
  revokeDevice: (name) => `"${name}" 기기의 키를 해제할까요? 다시 페어링해야 합니다.`,
  endLesson: '수업을 종료할까요? 화면 수집이 멈추고 화면이 지워집니다.',
  leaveRoster: (lecture) => `"${lecture}" 강의에서 나갈까요?`,
  removeStudent: (student) => `"${student}" 학생을 강의에서 뺄까요?`,
  rejectAll: (lecture) => `"${lecture}"의 대기 중인 신청을 모두 거절할까요?`,
  cancelEnrollment: (lecture) => `"${lecture}" 신청을 취소할까요?`,
  suspendMember: (member) => `"${member}" 회원을 정지할까요? 모든 곳에서 바로 로그아웃됩니다.`,
  endSessionsOf: (member) => `"${member}" 회원의 로그인을 모두 끝낼까요?`,
  resetSecondFactor: (member) => `"${member}" 회원의 2단계 인증을 끌까요? 비밀번호만으로 로그인할 수 있게 됩니다.`,
  eraseMember: (member) => `"${member}" 회원을 삭제할까요? 개인정보는 되돌릴 수 없이 지워집니다.`,
  changeRole: (member) =>
    `"${member}" 회원의 역할을 바꿀까요? 로그인이 모두 끝나고, 더 이상 맡을 수 없는 강의는 닫힙니다.`,
  endSession: '이 로그인을 끝낼까요?',
  endAllSessions: '여기를 포함해 모든 곳에서 로그아웃할까요?',
  endOtherSessions: '여기를 뺀 모든 곳에서 로그아웃할까요?',
  disableSecondFactor: '2단계 인증을 끌까요? 비밀번호만으로 로그인할 수 있게 됩니다.',
  renewRecoveryCodes: '복구 코드를 새로 만들까요? 이전 코드는 쓸 수 없게 됩니다.',
  revokeToken: (token) => `"${token}" 액세스 토큰을 폐기할까요? 이 토큰을 쓰는 프로그램은 바로 멈춥니다.`,
  revokeInvitation: (invitation) => `"${invitation}" 초대를 취소할까요?`,
  removeServiceAccount: (account) => `"${account}" 서비스 계정과 그 토큰을 모두 지울까요?`,
  removeStaff: (member) => `"${member}" 님을 강의 담당자에서 뺄까요?`,
  leaveStaff: (lecture) => `"${lecture}" 강의의 담당을 그만둘까요?`,
};

/** The questions by language. */
export const questionMessages = { en, ko };
