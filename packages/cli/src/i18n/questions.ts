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
};

/** The questions by language. */
export const questionMessages = { en, ko };
