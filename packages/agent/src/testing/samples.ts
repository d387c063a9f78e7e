import type { Assignment } from '@didacto/sdk/contract';

export const pairingCode = 'K7WP3XQ9';
export const ulid = '01h2xcejqtf2nbrexx3vqjhp41';
export const deviceId = `dev_${ulid}`;

/** A lesson an agent is seated in. */
export const lesson = (change: Partial<Assignment> = {}): Assignment => ({
  lectureId: `lec_${ulid}`,
  lectureTitle: 'Algorithms',
  lessonId: `les_${ulid}`,
  instructorName: '김하은',
  studentName: 'Minjun',
  policy: { intervalMs: 250, width: 160, height: 90, quality: 40 },
  ...change,
});
