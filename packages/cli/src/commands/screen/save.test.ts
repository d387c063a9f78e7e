import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder, runCli } from '../../testing/run-cli.js';
import { sampleId } from '../../testing/samples.js';
import { serve, web } from '../../testing/world.js';

describe('screen save', () => {
  it('writes one picture, and replaces a file only with --force', async () => {
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);
    const student = sampleId('mem', 5);
    const world = await serve({ [`GET /v1/lectures/${web.id}/screens/${student}`]: () => jpeg });
    const folder = await newFolder();
    const file = join(folder, 'a.jpg');
    expect(await runCli(['screen', 'save', 'Web', student, file], world)).toMatchObject({ code: 0 });
    expect(new Uint8Array(await readFile(file))).toEqual(jpeg);
    expect(await readdir(folder)).toEqual(['a.jpg']);
    expect(await runCli(['screen', 'save', 'Web', student, file], world)).toMatchObject({ code: 6 });
    expect(await runCli(['screen', 'save', 'Web', student, file, '--force'], world)).toMatchObject({ code: 0 });
    expect(new Uint8Array((await runCli(['screen', 'save', 'Web', student, '-'], world)).bytes)).toEqual(jpeg);
  });
});
