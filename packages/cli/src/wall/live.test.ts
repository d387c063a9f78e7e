import { describe, expect, it } from 'vitest';
import type { ViewEnd, ViewTerminal } from '../view/tty/tty-view.js';
import type { LiveStudents } from './live.js';
import { colourJpeg, FakeSource, fakeTile } from './testing/fake-source.js';
import { HeadlessWall } from './testing/headless-wall.js';

/** Students that are viewed by a text on the screen; keys are noted. */
class FakeStudents implements LiveStudents {
  readonly calls: string[] = [];
  terminal: ViewTerminal | null = null;
  end: (end: ViewEnd) => void = () => {};

  open(studentId: string, terminal: ViewTerminal) {
    this.calls.push(`open ${studentId}`);
    this.terminal = terminal;
    const { stdin, stdout } = terminal;
    const read = () => {
      for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) this.calls.push(`key ${chunk}`);
    };
    stdin.on('readable', read);
    terminal.forwardInput(true);
    stdout.write(`\u001b[2J\u001b[Hlive ${studentId}`);
    const ended = new Promise<ViewEnd>((resolve) => {
      this.end = resolve;
    });
    const close = async () => {
      stdin.off('readable', read);
      terminal.forwardInput(false);
      this.calls.push('left');
    };
    return { ended, close, resize: ({ columns }: { columns: number }) => void this.calls.push(`resize ${columns}`) };
  }

  async openPage(studentId: string): Promise<string> {
    this.calls.push(`page ${studentId}`);
    return 'The page opens: http://127.0.0.1:1/';
  }

  close = async () => void this.calls.push('closed');
}

function start() {
  const source = new FakeSource(['김하늘', '이서준'].map((name, at) => fakeTile({ studentId: `mem_${at}`, name })));
  const students = new FakeStudents();
  return { source, students, wall: new HeadlessWall(source, undefined, undefined, 'en', students) };
}

describe('a student who is viewed live from the wall', () => {
  it('has the terminal until the view ends; then the wall shows as it is by then', async () => {
    const { source, students, wall } = start();
    await wall.shows('이서준');
    await wall.type('\u001b[C');
    await wall.type('\r');
    await wall.shows('live mem_1');
    source.show('mem_0', colourJpeg(200, 30, 40));
    source.updateTile('mem_1', { state: 'agent_lost' });
    await wall.type('q');
    wall.clock.advance(3_000);
    expect(wall.text()).not.toContain('김하늘');
    expect(wall.raw).toBe(true);
    wall.resize({ columns: 90, rows: 24 });
    students.end({ kind: 'ended', code: 'lesson_ended', message: 'The lesson has ended.\u001b[2J' });
    await wall.shows('The lesson has ended.');
    await wall.shows('김하늘');
    await wall.until(() => wall.cell(2, 3).background > 0);
    expect(students.calls).toEqual(['open mem_1', 'key q', 'resize 90', 'left']);
    await wall.type('\r');
    await wall.shows('live mem_1');
    students.end({ kind: 'left' });
    await wall.shows('김하늘');
    await wall.type('q');
    expect(await wall.ended).toBe(0);
    expect(students.calls.slice(-3)).toEqual(['open mem_1', 'left', 'closed']);
  });

  it('is left when the person or a signal ends everything, and the terminal is whole', async () => {
    for (const [end, code] of [
      [(to: ReturnType<typeof start>) => to.students.end({ kind: 'interrupted' }), 130],
      [(to: ReturnType<typeof start>) => to.wall.host.signal('SIGTERM'), 143],
    ] as const) {
      const started = start();
      const { wall, students, source } = started;
      await wall.shows('이서준');
      await wall.type('\r');
      await wall.shows('live mem_0');
      end(started);
      expect(await wall.ended).toBe(code);
      expect(students.calls).toContain('left');
      await wall.until(() => !wall.alternateScreen);
      expect([wall.raw, source.closed]).toEqual([false, true]);
      expect(wall.output.lastIndexOf('\u001b[?1003l')).toBeGreaterThan(wall.output.lastIndexOf('\u001b[?1003h'));
    }
  });

  it('opens in a browser by v, whatever the input method is set to, and is told of', async () => {
    const { students, wall } = start();
    await wall.shows('이서준');
    await wall.type('ㅍ');
    await wall.shows('The page opens: http://127.0.0.1:1/');
    expect(students.calls).toEqual(['page mem_0']);
    await wall.type(' ');
    await wall.shows('김하늘  LAB1-PC01');
    await wall.type('\r');
    await wall.shows('live mem_0');
    students.end({ kind: 'left' });
    await wall.shows('김하늘  LAB1-PC01');
    await wall.type('q');
    await wall.ended;
  });
});
