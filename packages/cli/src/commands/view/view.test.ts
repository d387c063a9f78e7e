import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { sampleId } from '../../testing/samples.js';
import { serve, web } from '../../testing/world.js';

const student = sampleId('mem', 7);
const answers = { [`GET /v1/lectures/${web.id}`]: () => web };
/** As a closed terminal says it. */
const hangUp = () => process.emit('SIGHUP');
let pageFolder: URL;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'didacto-page-'));
  for (const name of ['page.html', 'page.js', 'style.css']) await writeFile(join(folder, name), name);
  pageFolder = pathToFileURL(`${folder}/`);
});

describe('didacto view', () => {
  it('opens the page in the browser, says where it is, and ends with its signal', async () => {
    const { env } = await serve(answers);
    const opened: string[] = [];
    const { code, stdout, stderr } = await runCli(['view', 'Web', student], {
      env,
      pageFolder,
      openBrowser: async (url) => {
        opened.push(`${(await fetch(url)).status} ${url}`);
        setImmediate(hangUp);
        return true;
      },
    });
    expect(code).toBe(143);
    const [line] = opened;
    expect(line).toMatch(/^200 http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}$/);
    expect(stdout).toBe(`${line?.slice(4)}\n`);
    expect(stderr).toContain('opens in the browser');
    await expect(fetch(line?.slice(4) ?? '')).rejects.toThrow();
  });

  it('opens nothing with --no-open or for a program, and tells the link', async () => {
    const { env } = await serve(answers);
    const openBrowser = async () => {
      throw new Error('must not be opened');
    };
    for (const flag of ['--no-open', '--json']) {
      // The command ends as soon as it has said what it has to say.
      const timer = setInterval(() => process.listenerCount('SIGHUP') > 0 && hangUp(), 5);
      const { stdout } = await runCli(['view', 'Web', student, flag], { env, pageFolder, openBrowser });
      clearInterval(timer);
      if (flag === '--no-open') expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}\n$/);
      else expect(JSON.parse(stdout)).toMatchObject({ lectureId: web.id, studentId: student, url: expect.any(String) });
    }
  });

  it('ends by itself when the page was closed', async () => {
    const { env } = await serve(answers);
    const { code, stderr } = await runCli(['view', 'Web', student, '--lang', 'ko'], {
      env,
      pageFolder,
      openBrowser: async (url) => {
        const { origin, hash } = new URL(url);
        const session = await fetch(`${origin}/view/session`, { method: 'POST', body: hash.slice(1) });
        const { key }: { key: string } = await session.json();
        const closing = new AbortController();
        await fetch(`${origin}/view/presence`, { headers: { authorization: `Bearer ${key}` }, signal: closing.signal });
        closing.abort();
        return true;
      },
    });
    expect(code).toBe(0);
    expect(stderr).toContain('페이지가 닫혔습니다.');
  });

  it('opens nothing on a dry run', async () => {
    const { env, changes } = await serve(answers);
    const { code, stdout } = await runCli(['view', 'Web', student, '--dry-run', '--json'], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      requests: [{ method: 'EVENT', path: 'room.join', body: { lectureId: web.id, studentId: student } }],
    });
    expect(changes()).toEqual([]);
  });

  it('says so where there is no such lecture', async () => {
    const { env } = await serve(answers);
    expect(await runCli(['view', 'Nowhere', student], { env })).toMatchObject({ code: 3, stdout: '' });
  });
});
