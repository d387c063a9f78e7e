import type { InputEvent } from '@didacto/sdk/live';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasTmux, processesWith } from '../../../packages/cli/src/wall/testing/tmux.js';
import { type RoomScene, roomScene, viewerSide } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { type NumberedStudent, startNumberedStudent } from './numbered-student.js';
import { CommandInTerminal } from './terminal.js';

if (!hasTmux) console.log('Skipped: didacto view in a terminal; install tmux (apt-get install tmux)');

// `didacto view --tty` as people run it: the real command in a real terminal, against the real server.

// The command starts from its sources, twice: on a busy machine that takes its time.
describe.skipIf(!hasTmux)('didacto view --tty', { timeout: 300_000 }, () => {
  let server: TestServer;
  let scene: RoomScene;
  let student: NumberedStudent;
  let terminal: CommandInTerminal;

  beforeAll(async () => {
    server = await startTestServer();
    await server.admin.didacto.institution.update({ controlPolicy: 'always' });
  });
  beforeEach(async () => {
    scene = await roomScene(server);
    student = await startNumberedStudent(server.url, scene);
  });
  afterEach(async () => {
    terminal.shell.close();
    await student.close();
  });
  afterAll(() => server?.stop());

  const run = (...words: string[]) => {
    terminal = new CommandInTerminal(server.url, scene.instructor.accessToken, words);
    return terminal;
  };
  const view = () => run('view', scene.lectureId, scene.studentId, '--tty');
  const played = (what: string, holds: (input: InputEvent) => boolean) => until(what, () => student.inputs.some(holds));
  const takeControl = async () => {
    terminal.command('c');
    await terminal.shows('You have mouse and keyboard.');
    await terminal.shell.until(() => terminal.shell.mouse);
  };
  const expectWhole = async (code: number) => {
    await terminal.shows(`code=${code}`);
    expect(terminal.shell.state()).toEqual({ alternate: false, cursor: true });
    expect(terminal.shell.mouse).toBe(false);
    terminal.shell.run('stty -a; echo answer-$((40 + 2))');
    await terminal.shows('answer-42\n');
    for (const flag of ['icanon', 'echo', 'isig'])
      expect(terminal.shell.text()).toMatch(new RegExp(`(^|\\s)${flag}\\b`));
  };

  it('shows the student’s screen as it moves, plays text and a click, and leaves the terminal whole', async () => {
    student.show(40_123);
    view();
    await terminal.showsNumber(40_123);
    student.show(1_984);
    await terminal.showsNumber(1_984);
    await terminal.shows(scene.student.member.name);
    await until('pictures are told to be drawn', () => student.messages.some(({ type }) => type === 'drawn'));
    terminal.command('h');
    await terminal.shows('take or end control of mouse and keyboard');
    terminal.command('h');
    await terminal.showsNumber(1_984);
    terminal.shell.type('unheard');
    await takeControl();
    terminal.shell.type('안녕 hi');
    terminal.shell.press('Enter', 'C-c', 'Up');
    await played('the arrow is let go', (input) => input.type === 'key' && input.code === 'ArrowUp' && !input.down);
    terminal.mouse(0, 49, 13);
    terminal.mouse(0, 49, 13, false);
    await played('the click ends', (input) => input.type === 'button' && !input.down);
    const text = student.inputs.map((input) => (input.type === 'text' ? input.text : '')).join('');
    expect(text).toBe('안녕 hi');
    const keys = student.inputs.flatMap((input) =>
      input.type === 'key' ? `${input.down ? '+' : '-'}${input.code}` : [],
    );
    expect(keys).toEqual([
      ...['+Enter', '-Enter', '+ControlLeft', '+KeyC', '-KeyC', '-ControlLeft', '+ArrowUp', '-ArrowUp'],
    ]);
    const clicks = student.inputs.filter(({ type }) => type === 'button');
    expect(clicks).toEqual(
      [true, false].map((down) => ({ type: 'button', button: 'left', down, x: 0.495, y: 13.5 / 28 })),
    );
    terminal.command('q');
    await expectWhole(0);
    await until('control is over and the student alone', () => !student.room.control && !student.room.peer);
  });

  it('says that the student is gone, and shows the screen again when they are back', async () => {
    student.show(5);
    view();
    await terminal.showsNumber(5);
    await student.close();
    await terminal.shows('Waiting for the student');
    student = await startNumberedStudent(server.url, scene);
    student.show(6);
    await terminal.showsNumber(6);
    student.spoil();
    student.show(7);
    await terminal.showsNumber(7);
    terminal.shell.resize(60, 20);
    await until('less is asked for', () =>
      student.messages.some((told) => told.type === 'watch' && told.maxWidth === 480),
    );
    terminal.shell.resize(100, 30);
    student.show(8);
    await terminal.showsNumber(8);
    terminal.shell.press('C-c');
    await expectWhole(130);
  });

  it.each([
    ['SIGTERM', 'guardian', 143],
    ['SIGKILL', 'child', 137],
  ] as const)('leaves terminal and student whole after %s to its %s', async (signal, whom, code) => {
    student.show(5);
    view();
    await terminal.showsNumber(5);
    await takeControl();
    terminal.mouse(0, 49, 13);
    await played('a button is held', (input) => input.type === 'button' && input.down);
    const [guardian = 0, child = 0] = processesWith(`${scene.studentId} --tty`).filter((pid) => pid > 1);
    process.kill(whom === 'guardian' ? guardian : child, signal);
    await expectWhole(code);
    await until('control is over and the student alone', () => !student.room.control && !student.room.peer);
  });

  it('asks the student where the institution wants that, and ends when the student no longer shares the screen', async () => {
    student.show(5);
    view();
    await terminal.showsNumber(5);
    await server.admin.didacto.institution.update({ controlPolicy: 'ask' });
    terminal.command('c');
    await terminal.shows('The student is asked.');
    await until('the student is asked', () => student.room.control?.state === 'asked');
    await student.room.answerControl(student.room.control?.id ?? '', false);
    await terminal.shows('The student has not said yes.');
    await server.admin.didacto.institution.update({ controlPolicy: 'always' });
    expect(terminal.shell.mouse).toBe(false);
    await student.room.setConsent({ screen: false });
    await expectWhole(5);
    expect(terminal.shell.text()).toContain('The student does not allow the screen to be watched any more.');
  });

  it('gives way to whoever takes the room over, and says so', async () => {
    student.show(5);
    view();
    await terminal.showsNumber(5);
    const other = await viewerSide(server, scene.instructor);
    await other.join(scene.lectureId, scene.studentId);
    await expectWhole(6);
    expect(terminal.shell.text()).toContain('This screen was opened elsewhere, by you or somebody else of the staff.');
    other.close();
  });

  it('opens from the wall with enter, and comes back to it', async () => {
    student.show(513);
    run('wall', scene.lectureId);
    await terminal.shows('enter open  v page');
    await terminal.shows(scene.student.member.name);
    terminal.shell.press('Enter');
    await terminal.showsNumber(513);
    await takeControl();
    terminal.command('q');
    await terminal.shows('enter open  v page');
    expect(terminal.shell.mouse).toBe(false);
    await until('the student is alone', () => !student.room.control && !student.room.peer);
    terminal.shell.press('Enter');
    await terminal.showsNumber(513);
    terminal.command('q');
    await terminal.shows('enter open  v page');
    terminal.shell.press('q');
    await expectWhole(0);
  });
});
