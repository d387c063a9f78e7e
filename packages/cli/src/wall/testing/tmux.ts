import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** Whether there is a tmux to run real terminals in. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

/** A shell in a real terminal, by a tmux server of its own. */
export class TmuxShell {
  readonly #socket = `didacto-${randomUUID()}`;

  constructor(columns = 100, rows = 30) {
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), 'sh');
  }

  /** Types literally, then presses Enter. */
  run(command: string): void {
    this.type(command);
    this.press('Enter');
  }

  /** Presses keys by tmux's names. */
  press(...keys: string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** Types literally, escape sequences as well. */
  type(text: string): void {
    this.#tmux('send-keys', '-l', text);
  }

  text(): string {
    return this.#tmux('capture-pane', '-p');
  }

  /** The same with its colours, as escape sequences; blank cells at a line's end too, for they may be coloured. */
  coloured(): string {
    return this.#tmux('capture-pane', '-p', '-e', '-N');
  }

  /** Whether programs are told of the mouse. */
  get mouse(): boolean {
    return this.#tmux('display', '-p', '#{mouse_any_flag}').trim() === '1';
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** Whether the pane shows the alternate screen, and whether its cursor shows. */
  state(): { alternate: boolean; cursor: boolean } {
    const [alternate, cursor] = this.#tmux('display', '-p', '#{alternate_on} #{cursor_flag}').trim().split(' ');
    return { alternate: alternate === '1', cursor: cursor === '1' };
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await pause();
  }

  close(): void {
    spawnSync('tmux', ['-L', this.#socket, 'kill-server']);
  }

  #tmux(...args: string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8' });
  }
}

/** The processes whose command line holds a text, oldest first. */
export function processesWith(text: string): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return rows
    .filter((row) => row.includes(text) && !row.includes('ps -eo'))
    .map((row) => Number.parseInt(row, 10))
    .sort((a, b) => a - b);
}
