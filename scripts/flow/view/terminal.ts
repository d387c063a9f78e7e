import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';
import { TmuxShell } from '../../../packages/cli/src/wall/testing/tmux.js';
import { bits, size } from './numbered-picture.js';

export const cliFolder = fileURLToPath(new URL('../../../packages/cli', import.meta.url));
export const cliProgram = [
  process.execPath,
  '--conditions',
  '@didacto/source',
  '--import',
  import.meta.resolve('tsx'),
  'src/main.ts',
];

const [columns, rows] = [100, 30];
/** The picture fills the width. */
const cell = size.width / columns;

/** The didacto command in a real terminal. */
export class CommandInTerminal {
  readonly shell = new TmuxShell(columns, rows);

  constructor(server: string, token: string, words: readonly string[]) {
    const set = { DIDACTO_SERVER: server, DIDACTO_TOKEN: token, DIDACTO_LANG: 'en', COLORTERM: 'truecolor' };
    const variables = Object.entries(set).map(([name, value]) => `${name}='${value}'`);
    // The sources are read as this folder's compiler options say.
    this.shell.run([`cd '${cliFolder}';`, ...variables, ...cliProgram, ...words, '; echo "code=$?"'].join(' '));
  }

  /** Waits until a text is on the screen. */
  shows(text: string): Promise<void> {
    return this.shell.until(() => this.shell.text().includes(text));
  }

  /** Waits until the picture carries a number. */
  async showsNumber(number: number): Promise<void> {
    while ((await this.#number()) !== number) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** Types the leader key and a command. */
  command(letter: string): void {
    this.shell.press('C-]');
    this.shell.type(letter);
  }

  /** Reports a mouse button at a cell, counted from 0. */
  mouse(code: number, column: number, row: number, down = true): void {
    this.shell.type(`\u001b[<${code};${column + 1};${row + 1}${down ? 'M' : 'm'}`);
  }

  /** Undefined where the cells there are no picture's. */
  async #number(): Promise<number | undefined> {
    const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
    await new Promise<void>((resolve) => terminal.write(this.shell.coloured().replace(/\n$/, ''), resolve));
    const line = terminal.buffer.active.getLine(1);
    let number = 0;
    for (let bit = 0; bit < bits.count; bit += 1) {
      const shown = line?.getCell(Math.floor(((bit + 0.5) * bits.side) / cell));
      if (!shown?.isBgRGB()) return undefined;
      if ((shown.getBgColor() & 0xff) > 128) number |= 1 << bit;
    }
    return number;
  }
}
