import type { Lecture } from '@didacto/sdk';
import type { Person, School } from '../school.js';

/** One lab PC of the demo: who sits there and the code that pairs its agent. */
export interface LabPc {
  readonly name: string;
  readonly student: string;
  readonly code: string;
}

export interface ClassDay {
  readonly instructor: Person;
  readonly lecture: Lecture;
  readonly pcs: readonly LabPc[];
}

const students = [
  '김서연',
  '이도윤',
  '박하은',
  '최민준',
  '정지우',
  '강서준',
  '조수아',
  '윤시우',
  '장하린',
  '임주원',
  '한지민',
  '오예준',
];

/** An institution with a lab of twelve PCs, a lecture with twelve students, and one more who waits; the lesson is on. */
export async function setUpClassDay({ admin, member }: School): Promise<ClassDay> {
  const office = admin.didacto;
  await office.institution.update({ name: '디닥토 컴퓨터 학원' });
  const instructor = await member('instructor', '김민서 강사');
  const lecture = await instructor.didacto.lectures.create({ title: '파이썬 기초' });
  const lab = await office.labs.create({ name: '1실습실' });

  const pcs: LabPc[] = [];
  const rows: { line: number; device: string; student: string }[] = [];
  for (const [index, name] of students.entries()) {
    const student = await member('student', name);
    await student.didacto.enrollments.request({ lectureId: lecture.id });
    const { device, code } = await office.devices.create({
      labId: lab.id,
      name: `PC-${String(index + 1).padStart(2, '0')}`,
    });
    rows.push({ line: index + 1, device: device.id, student: student.member.id });
    pcs.push({ name: device.name, student: name, code });
  }
  await instructor.didacto.enrollments.decideMany({
    lectureId: lecture.id,
    decision: 'accept',
    enrollmentIds: 'all_waiting',
  });
  await instructor.didacto.seats.import({ lectureId: lecture.id, rows });
  const late = await member('student', '신유나');
  await late.didacto.enrollments.request({ lectureId: lecture.id });
  await instructor.didacto.lessons.start({ lectureId: lecture.id });
  return { instructor, lecture, pcs };
}
