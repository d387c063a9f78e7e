import { describe, expect, it } from 'vitest';
import type { WallSnapshot } from './model.js';
import { colourJpeg, FakeSource, fakeTile } from './testing/fake-source.js';
import { HeadlessWall } from './testing/headless-wall.js';

const NAMES = ['김하늘', '이서준', '박지우', 'Dana', 'Erik', 'Fay'];
const DOWN = '\u001b[B';
const RIGHT = '\u001b[C';
const ESCAPE = '\u001b';

function sourceOf(names: readonly string[] = NAMES, rest: Partial<WallSnapshot> = {}): FakeSource {
  const source = new FakeSource(
    names.map((name, at) => fakeTile({ studentId: `mem_${at}`, name })),
    rest,
  );
  source.time = 10_000;
  return source;
}

async function quit(wall: HeadlessWall): Promise<void> {
  await wall.type('q');
  expect(await wall.ended).toBe(0);
}

const near = (colour: number, red: number, green: number, blue: number) =>
  Math.abs((colour >> 16) - red) < 8 &&
  Math.abs(((colour >> 8) & 255) - green) < 8 &&
  Math.abs((colour & 255) - blue) < 8;

describe('pictures', () => {
  it('are drawn with their colours where their tile is, and again when they change', async () => {
    const source = sourceOf();
    source.show('mem_0', colourJpeg(200, 30, 40));
    const wall = new HeadlessWall(source);
    await wall.until(() => near(wall.cell(2, 3).background, 200, 30, 40));
    source.show('mem_0', colourJpeg(10, 220, 90));
    await wall.until(() => near(wall.cell(2, 3).background, 10, 220, 90));
    expect(wall.text()).toContain('● 김하늘');
    await quit(wall);
  });

  it('send nothing again while they stay the same', async () => {
    const source = sourceOf();
    source.show('mem_0', colourJpeg(200, 30, 40));
    const wall = new HeadlessWall(source);
    await wall.until(() => near(wall.cell(2, 3).background, 200, 30, 40));
    wall.output = '';
    source.show('mem_0', colourJpeg(200, 30, 40));
    wall.clock.advance(100);
    expect(wall.output).toBe('');
    await quit(wall);
  });

  it('give way to a panel when the PC is lost or the picture cannot be read', async () => {
    const source = sourceOf();
    source.show('mem_0', colourJpeg(200, 30, 40));
    source.show('mem_1', new Uint8Array([0xff, 0xd8, 0xff, 0x00]));
    const wall = new HeadlessWall(source);
    await wall.shows('the picture cannot');
    source.updateTile('mem_0', { state: 'agent_lost' });
    await wall.shows('connection to the');
    expect(wall.cell(2, 3).background).toBe(-1);
    await quit(wall);
  });

  it('are left out without colours, and the states stay', async () => {
    const source = sourceOf();
    source.show('mem_0', colourJpeg(200, 30, 40));
    const wall = new HeadlessWall(source, undefined, { NO_COLOR: '1' });
    await wall.shows('Pictures are off');
    expect(wall.output).not.toMatch(/[34]8;[25];/);
    await quit(wall);
  });

  it('use the 256 colours where the terminal promises no more', async () => {
    const source = sourceOf();
    source.show('mem_0', colourJpeg(255, 0, 0));
    const wall = new HeadlessWall(source, undefined, { COLORTERM: '' });
    await wall.until(() => wall.output.includes('48;5;196'));
    expect(wall.output).not.toContain('48;2;');
    await quit(wall);
  });
});

describe('text', () => {
  it('never lets a name control the terminal', async () => {
    const wall = new HeadlessWall(sourceOf(['\u001b[2J\u001b]0;owned\u0007bad\u202ename']));
    await wall.shows('badname');
    expect(wall.output).not.toContain('\u001b]0;');
    expect(wall.output.split('\u001b[2J')).toHaveLength(2);
    await quit(wall);
  });

  it('keeps wide names in their column', async () => {
    const wall = new HeadlessWall(sourceOf(['가나다라마바사아자차카타파하거너더러', 'Dana', 'Erik']), {
      columns: 60,
      rows: 20,
    });
    await wall.shows('Dana');
    const row = Array.from({ length: 20 }, (_, at) => wall.line(at)).find((line) => line.includes('…'));
    expect(row).toContain('● Dana');
    await quit(wall);
  });

  it('tells who sees to alarms of them in a line of its own, and the pictures move below it', async () => {
    const source = sourceOf();
    source.show('mem_0', colourJpeg(200, 30, 40));
    const wall = new HeadlessWall(source, { columns: 80, rows: 24 }, {}, 'ko');
    const coloured = (row: number) => near(wall.cell(row, 3).background, 200, 30, 40);
    await wall.until(() => coloured(1));
    source.update({ alarms: { count: 2, codes: ['payment_unknown', 'refund_failed'] } });
    await wall.until(() => !coloured(1) && coloured(2));
    expect(wall.line(1)).toMatch(/^⚠ 알림 2건: 결제 결과 확인 안 됨, 환불 실패/);
    source.update({ alarms: { count: 0, codes: [] } });
    await wall.until(() => coloured(1));
    expect(wall.text()).not.toContain('알림');
    await quit(wall);
  });

  it('follows the size of the terminal', async () => {
    const wall = new HeadlessWall(sourceOf(), { columns: 100, rows: 30 });
    await wall.shows('q quit');
    wall.resize({ columns: 40, rows: 12 });
    await wall.shows('1-2 of 6');
    expect(wall.line(11)).toMatch(/^arrows move/);
    wall.resize({ columns: 20, rows: 5 });
    await wall.shows('Make the terminal');
    await quit(wall);
  });

  it('tells states, ages and the connection as they change', async () => {
    const source = sourceOf();
    const wall = new HeadlessWall(source, { columns: 120, rows: 30 });
    await wall.shows('connected');
    source.update({ connection: 'reconnecting' });
    await wall.shows('reconnecting');
    source.updateTile('mem_3', { state: 'no_display', reason: 'locked', since: 10_000 });
    await wall.shows('screen is locked');
    source.time = 75_000;
    await wall.shows('no screen 1m');
    await quit(wall);
  });
});

describe('keys', () => {
  it('open one student, go to the next and come back', async () => {
    const source = sourceOf();
    const wall = new HeadlessWall(source);
    await wall.shows('김하늘');
    await wall.type(RIGHT);
    await wall.type('\r');
    await wall.shows('이서준  LAB1-PC01');
    await wall.type(DOWN);
    await wall.shows('박지우  LAB1-PC01');
    await wall.type(ESCAPE);
    await wall.shows('Dana');
    expect(source.calls).toEqual(['view mem_1', 'view mem_2', 'view null']);
    await quit(wall);
  });

  it('filter by name, composed by an input method or not, with the cursor where the text goes', async () => {
    const wall = new HeadlessWall(sourceOf());
    await wall.shows('Dana');
    await wall.type('/');
    await wall.type('하늘'.normalize('NFD'));
    await wall.until(() => !wall.text().includes('Dana'));
    expect(wall.text()).toContain('김하늘');
    expect(wall.cursor).toEqual({ row: 22, column: 'Filter: '.length + 4 });
    await wall.type('\u007f\u007fDA\r');
    await wall.shows('● Dana');
    expect(wall.text()).not.toContain('김하늘');
    await wall.type(ESCAPE);
    await wall.shows('김하늘');
    await quit(wall);
  });

  it('ask before they act, name the number, and show the answer', async () => {
    const source = sourceOf(NAMES, { waiting: 3 });
    const wall = new HeadlessWall(source);
    await wall.shows('3 waiting');
    await wall.type('a');
    await wall.shows('Accept 3 waiting enrollments?');
    await wall.type('n');
    await wall.until(() => !wall.text().includes('Accept 3'));
    expect(source.calls).toEqual([]);
    await wall.type('ay');
    await wall.shows('Accepted 3.');
    await wall.type('e');
    await wall.shows('End the lesson?');
    await wall.type('y');
    await wall.shows('no lesson');
    expect(source.calls).toEqual(['accept', 'end']);
    await quit(wall);
  });

  it('tell when an action fails, and the wall goes on', async () => {
    const source = sourceOf(NAMES, { lesson: null });
    source.failWith = new Error('no lab\u001b[2J');
    const wall = new HeadlessWall(source);
    await wall.shows('no lesson');
    await wall.type('sy');
    await wall.shows('That did not work: no lab');
    await quit(wall);
  });

  it('are named that begin a lesson where there is none', async () => {
    const wall = new HeadlessWall(sourceOf([], { lesson: null }));
    await wall.shows('No lesson is active. Press s to start one.');
    await quit(wall);
    const empty = new HeadlessWall(sourceOf([]));
    await empty.shows('Nobody is in this lecture yet.');
    await quit(empty);
  });

  it('scroll so that the selection is in sight', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `student${at}`);
    const wall = new HeadlessWall(sourceOf(names));
    await wall.shows('1-12 of 60');
    await wall.type('\u001b[F');
    await wall.shows('>● student59');
    await wall.type('\u001b[5~');
    await wall.until(() => !wall.text().includes('student59'));
    await wall.type('\u001b[H');
    await wall.shows('>● student0');
    await quit(wall);
  });

  it('show help', async () => {
    const wall = new HeadlessWall(sourceOf(), undefined, {}, 'ko');
    await wall.shows('김하늘');
    await wall.type('?');
    await wall.shows('단축키');
    await wall.type(ESCAPE);
    await wall.shows('김하늘');
    await quit(wall);
  });

  it('are not taken from a late answer of the terminal', async () => {
    const wall = new HeadlessWall(sourceOf());
    await wall.shows('김하늘');
    await wall.type('\u001b[?62;4c');
    await wall.type('\u001b_Gi=31;OK\u001b\\');
    expect(wall.text()).not.toContain('Keys');
    await quit(wall);
  });
});

describe('the end', () => {
  it('leaves the terminal whole and closes the source, whatever ends the wall', async () => {
    for (const [end, code] of [
      [(wall: HeadlessWall) => wall.type('\u0003'), 130],
      [(wall: HeadlessWall) => wall.host.signal('SIGTERM'), 143],
      [(wall: HeadlessWall) => wall.host.signal('SIGHUP'), 129],
      [(wall: HeadlessWall) => wall.hangUp(), 129],
    ] as const) {
      const source = sourceOf();
      const wall = new HeadlessWall(source);
      await wall.shows('김하늘');
      expect([wall.alternateScreen, wall.raw]).toEqual([true, true]);
      await end(wall);
      expect(await wall.ended).toBe(code);
      await wall.until(() => !wall.alternateScreen);
      expect(wall.raw).toBe(false);
      expect(wall.output.endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
      expect(source.closed).toBe(true);
      expect(wall.host.notes).toEqual(['entered', 'left']);
    }
  });

  it('gives the terminal back while the job is stopped', async () => {
    const wall = new HeadlessWall(sourceOf());
    await wall.shows('김하늘');
    await wall.type('\u001a');
    await wall.until(() => !wall.alternateScreen);
    expect(wall.host.notes).toEqual(['entered', 'left', 'stopped']);
    wall.host.signal('SIGCONT');
    await wall.until(() => wall.alternateScreen && wall.text().includes('김하늘'));
    await quit(wall);
  });
});
