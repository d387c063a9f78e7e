import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';
import type { WallClock } from '../clock.js';
import type { Size } from '../layout.js';
import type { LiveStudents } from '../live.js';
import { runWall } from '../run-wall.js';
import type { Environment } from '../screen/capabilities.js';
import type { WallHost, WallSignal } from '../screen/process-host.js';
import type { FakeSource } from './fake-source.js';
import { fakeTerminal } from './fake-terminal.js';

/** A clock that stands still until it is moved. */
export class ManualClock implements WallClock {
  #now = 0;
  #timers: { due: number; action: () => void }[] = [];

  after(milliseconds: number, action: () => void): () => void {
    const timer = { due: this.#now + milliseconds, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers there are still: each would keep a process alive. */
  get waiting(): number {
    return this.#timers.length;
  }

  advance(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#now = next.due;
      this.#timers = this.#timers.filter((other) => other !== next);
      next.action();
    }
    this.#now = until;
  }

  #next(until: number) {
    return this.#timers.filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due)[0];
  }
}

/** A process that only notes what is asked of it. */
export class FakeHost implements WallHost {
  readonly notes: string[] = [];
  readonly #signals = new EventEmitter();

  signal(signal: WallSignal): void {
    this.#signals.emit('signal', signal);
  }

  onSignal(listener: (signal: WallSignal) => void): () => void {
    this.#signals.on('signal', listener);
    return () => this.#signals.off('signal', listener);
  }

  onCrash = () => () => {};
  onGuardianLost = () => () => {};
  announce = (state: string) => void this.notes.push(state);
  stop = () => void this.notes.push('stopped');
  refreshSize = () => {};
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** A wall that runs in a terminal emulator without a window. */
export class HeadlessWall {
  readonly clock = new ManualClock();
  readonly host = new FakeHost();
  readonly ended: Promise<number>;
  output = '';
  readonly #streams: ReturnType<typeof fakeTerminal>;
  readonly #terminal: xterm.Terminal;

  constructor(
    source: FakeSource,
    size: Size = { columns: 80, rows: 24 },
    env: Environment = {},
    lang: 'en' | 'ko' = 'en',
    live?: LiveStudents,
  ) {
    this.#terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
    this.#streams = fakeTerminal(size, (text) => {
      this.output += text;
      this.#terminal.write(text);
      return true;
    });
    this.ended = runWall({
      source,
      stdin: this.#streams.stdin,
      stdout: this.#streams.stdout,
      env: { TERM: 'tmux-256color', COLORTERM: 'truecolor', ...env },
      lang,
      clock: this.clock,
      host: this.host,
      ...(live && { live }),
    });
  }

  /** Waits until the screen is as told, moving the clock on frame by frame. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      this.clock.advance(25);
      await nextTurn();
      await new Promise<void>((resolve) => this.#terminal.write('', resolve));
    }
  }

  /** Waits until a text is on the screen. */
  async shows(text: string): Promise<void> {
    await this.until(() => this.text().includes(text));
  }

  /** Types keys and lets the wall answer. */
  async type(keys: string): Promise<void> {
    this.#streams.type(keys);
    // Ink gives up waiting for the rest of an escape sequence after one turn.
    for (let turn = 0; turn < 4; turn += 1) await nextTurn();
    this.clock.advance(25);
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
  }

  resize(size: Size): void {
    this.#terminal.resize(size.columns, size.rows);
    this.#streams.resize(size);
  }

  /** Ends the input, as a terminal that is closed does. */
  hangUp(): void {
    this.#streams.hangUp();
  }

  get raw(): boolean {
    return this.#streams.isRaw();
  }

  /** One row of the screen. */
  line(row: number): string {
    return this.#terminal.buffer.active.getLine(row)?.translateToString(true) ?? '';
  }

  text(): string {
    return Array.from({ length: this.#terminal.rows }, (_, row) => this.line(row)).join('\n');
  }

  /** A cell's character and its 24-bit colours. */
  cell(row: number, column: number): { text: string; foreground: number; background: number } {
    const cell = this.#terminal.buffer.active.getLine(row)?.getCell(column);
    return {
      text: cell?.getChars() ?? '',
      foreground: cell?.isFgRGB() ? cell.getFgColor() : -1,
      background: cell?.isBgRGB() ? cell.getBgColor() : -1,
    };
  }

  get alternateScreen(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  get cursor(): { row: number; column: number } {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { row: cursorY, column: cursorX };
  }
}
