import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runProgram } from '../run-program.js';
import { firstOf, noNotifier, testPatternNotifier } from './choose-notifier.js';
import { withHook } from './hook.js';
import { macosNotification } from './macos-notification.js';
import type { Notice, Notifier } from './notice.js';
import { noticeKeeper } from './notice-keeper.js';
import { notifySend } from './notify-send.js';
import { romanise } from './romanise.js';

const notice: Notice = { lessonId: 'les_1', lectureTitle: 'C & $(reboot) <b>', instructorName: "김하은'; rm -rf /" };
const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))));

function recorder(name = 'recorder', shows = true): Notifier & { calls: string[]; lose: () => void } {
  const calls: string[] = [];
  let lost = () => {};
  return {
    name,
    calls,
    lose: () => lost(),
    async show({ lessonId }, gone) {
      calls.push(`show ${lessonId}`);
      lost = gone;
      return shows;
    },
    async end() {
      calls.push('end');
    },
  };
}

describe('the site’s own program', () => {
  it.skipIf(process.platform === 'win32')(
    'gets what the server said in its environment, and none of it is run',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'hook-'));
      folders.push(folder);
      const hook = join(folder, 'hook.sh');
      const log = join(folder, 'log');
      await writeFile(
        hook,
        `#!/bin/sh\nprintf '%s|%s|%s\\n' "$DIDACTO_EVENT" "$DIDACTO_LECTURE" "$DIDACTO_INSTRUCTOR" >> "$LOG"\n`,
      );
      await chmod(hook, 0o755);
      const notifier = withHook(noNotifier, {
        command: hook,
        run: runProgram,
        env: { PATH: process.env.PATH, LOG: log },
      });
      expect(await notifier.show(notice, () => undefined)).toBe(true);
      await notifier.end();
      const { lectureTitle, instructorName } = notice;
      const line = (event: string) => `${event}|${lectureTitle}|${instructorName}\n`;
      expect(await readFile(log, 'utf8')).toBe(line('notice_start') + line('notice_end'));
    },
  );

  it('shows nothing by being absent', async () => {
    const notifier = withHook(noNotifier, { command: '/nowhere/hook', run: runProgram, env: {} });
    expect(await notifier.show(notice, () => undefined)).toBe(false);
  });
});

describe('the desktop’s notifications', () => {
  const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };

  it('stay up, are replaced at the end, and have no markup of the server’s', async () => {
    const calls: (readonly string[])[] = [];
    const run = async (_: string, args: readonly string[]) => {
      calls.push(args);
      return { ok: true, stdout: '42\n' };
    };
    const notifier = notifySend({ run, language: 'en', env });
    expect(await notifier.show(notice, () => undefined)).toBe(true);
    await notifier.end();
    expect(calls[0]).toContain('--expire-time=0');
    expect(calls[0]?.at(-1)).toBe("Your screen is visible to 김하은'; rm -rf / (C &amp; $(reboot) &lt;b&gt;)");
    expect(calls[1]).toContain('--replace-id=42');
  });

  it('are not shown where nobody answers', async () => {
    const notifier = notifySend({ run: async () => ({ ok: false, stdout: '' }), language: 'ko', env });
    expect(await notifier.show(notice, () => undefined)).toBe(false);
    expect(await notifySend({ run: runProgram, language: 'ko', env: {} }).show(notice, () => undefined)).toBe(false);
  });

  it('are told to macOS as arguments of the script, not in it', async () => {
    const calls: (readonly string[])[] = [];
    const run = async (_: string, args: readonly string[]) => {
      calls.push(args);
      return { ok: true, stdout: '' };
    };
    await macosNotification({ run, language: 'ko' }).show(notice, () => undefined);
    expect(calls[0]?.slice(0, 6).join(' ')).not.toContain(notice.instructorName);
    expect(calls[0]?.at(-2)).toContain(notice.instructorName);
  });
});

describe('the notice', () => {
  it('goes to the first way that works', async () => {
    const [first, second] = [recorder('first', false), recorder('second')];
    const notifier = firstOf([first, second]);
    expect(await notifier.show(notice, () => undefined)).toBe(true);
    expect(notifier.name).toBe('second');
    await notifier.end();
    expect([first.calls, second.calls]).toEqual([['show les_1'], ['show les_1', 'end']]);
    expect(await firstOf([]).show(notice, () => undefined)).toBe(false);
  });

  it('stays up when it is shown again, and makes room for another', async () => {
    const inner = recorder();
    const keeper = noticeKeeper(inner, () => undefined);
    await Promise.all([keeper.show(notice), keeper.show({ ...notice }), keeper.show({ ...notice, lessonId: 'les_2' })]);
    await keeper.end();
    await keeper.end();
    expect(inner.calls).toEqual(['show les_1', 'end', 'show les_2', 'end']);
  });

  it('is known to be lost', async () => {
    const inner = recorder();
    let losses = 0;
    const keeper = noticeKeeper(inner, () => {
      losses += 1;
    });
    await keeper.show(notice);
    inner.lose();
    expect([losses, keeper.isShown()]).toEqual([1, false]);
    await keeper.show(notice);
    await keeper.end();
    inner.lose();
    expect(losses).toBe(1);
  });

  it('counts as shown for a made-up screen only by name', async () => {
    expect([testPatternNotifier.name, noNotifier.name]).toEqual(['test-pattern', 'none']);
  });
});

it.each([
  ['김하은', 'Gimhaeun'],
  ['Visible to 홍길동 (알고리즘)', 'Visible to Honggildong (Algorijeum)'],
  ['王 Ab', '? Ab'],
])('writes %s in Latin letters', (text, latin) => {
  expect(romanise(text)).toBe(latin);
});
