import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { hasTmux, processesWith, TmuxShell } from './testing/tmux.js';

if (!hasTmux) console.log('skipped: the guardian tests need tmux (apt-get install tmux)');

const here = dirname(fileURLToPath(import.meta.url));
const packageRoot = join(here, '..', '..');
const demo = join(here, 'testing', 'demo-wall.ts');

describe.skipIf(!hasTmux)('the guarded wall in a real terminal', () => {
  let shell: TmuxShell;
  let tag = '';

  async function start(...flags: string[]): Promise<{ guardian: number; child: number }> {
    shell = new TmuxShell();
    tag = `--tag=${randomUUID()}`;
    shell.run(
      `cd '${packageRoot}'; '${process.execPath}' --import tsx '${demo}' 6 en ${flags.join(' ')} ${tag}; echo "code=$?"`,
    );
    await shell.until(() => shell.state().alternate && shell.text().includes('q quit'));
    const [guardian = 0, child = 0] = processesWith(tag).filter((pid) => pid > 1);
    return { guardian, child };
  }

  const ended = (code: number) => shell.until(() => shell.text().includes(`code=${code}`));

  /** The terminal is as before: main screen, cursor, line editing, echo; and the shell answers. */
  async function expectWhole(): Promise<void> {
    shell.run('stty -a; echo answer-$((40 + 2))');
    await shell.until(() => shell.text().includes('answer-42\n'));
    expect(shell.state()).toEqual({ alternate: false, cursor: true });
    const text = shell.text();
    for (const flag of ['icanon', 'echo', 'isig', 'opost']) expect(text).toMatch(new RegExp(`(^|\\s)${flag}\\b`));
  }

  afterEach(() => shell.close());

  it('is whole after quitting', async () => {
    await start();
    shell.press('q');
    await ended(0);
    await expectWhole();
    expect(shell.text()).toContain('wall ended with 0');
  });

  it('is whole after kill -9 of the wall', async () => {
    const { child } = await start();
    process.kill(child, 'SIGKILL');
    await ended(137);
    await expectWhole();
  });

  it('is whole after a crash, and the error is to be read', async () => {
    await start('--crash');
    await ended(1);
    await expectWhole();
    expect(shell.text()).toContain('the demo fails as it was told');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('is whole after %s to the guardian', async (signal, code) => {
    const { guardian } = await start();
    process.kill(guardian, signal);
    await ended(code);
    await expectWhole();
  });

  it('is whole after kill -9 of the guardian', async () => {
    const { guardian } = await start();
    process.kill(guardian, 'SIGKILL');
    // The shell does not wait for the orphaned wall, which ends by itself.
    await shell.until(() => processesWith(tag).length === 0);
    await expectWhole();
  });

  it('is given back by Ctrl-Z and taken again by fg', async () => {
    await start();
    shell.press('C-z');
    await shell.until(() => !shell.state().alternate);
    shell.run('stty -a | grep -c "[-]icanon"; echo stopped-$((40 + 2))');
    await shell.until(() => shell.text().includes('stopped-42\n'));
    expect(shell.text()).toMatch(/^0$/m);
    shell.run('fg; echo "code=$?"');
    await shell.until(() => shell.state().alternate && shell.text().includes('q quit'));
    shell.press('q');
    await ended(0);
    await expectWhole();
  });
});
