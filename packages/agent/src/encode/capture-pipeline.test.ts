import { describe, expect, it } from 'vitest';
import { type Grab, type ScreenSource, unavailable } from '../capture/source.js';
import { createTestPattern } from '../capture/test-pattern.js';
import { createCapturePipeline, type NextPicture } from './capture-pipeline.js';

const policy = { width: 320, height: 180, quality: 40 };

const pictureOf = (next: NextPicture) => {
  if (next.kind !== 'picture') throw new Error(`no picture: ${JSON.stringify(next)}`);
  return next.picture;
};

/** A source that does what the test says next. */
function scripted(...grabs: (Grab | Error)[]): ScreenSource & { fresh: (boolean | undefined)[] } {
  const fresh: (boolean | undefined)[] = [];
  return {
    name: 'scripted',
    fresh,
    async grab(wanted) {
      fresh.push(wanted);
      const next = grabs.shift();
      if (next === undefined || next instanceof Error) throw next ?? new Error('no more grabs');
      return next;
    },
    close: async () => undefined,
  };
}

const plain = (width: number, height: number, value: number): Grab => ({
  kind: 'frame',
  frame: { width, height, stride: width, pixels: Buffer.alloc(width * height * 4, value) },
});

describe('the pictures of a screen', () => {
  it('come when something changed', async () => {
    let time = 0;
    const pipeline = createCapturePipeline(createTestPattern({ label: 'A-01', now: () => time }), policy);
    expect(pictureOf(await pipeline.next()).header).toMatchObject({ width: 320, height: 180 });
    expect(await pipeline.next()).toEqual({ kind: 'unchanged' });
    time = 1000;
    pictureOf(await pipeline.next());
  });

  it('do not come for a change that the small picture does not show', async () => {
    const pipeline = createCapturePipeline(scripted(plain(640, 360, 9), plain(640, 360, 9)), policy);
    pictureOf(await pipeline.next());
    expect(await pipeline.next()).toEqual({ kind: 'unchanged' });
  });

  it('follow a new policy at once, though the screen stands still', async () => {
    const pipeline = createCapturePipeline(createTestPattern({ label: '', now: () => 0 }), policy);
    const first = pictureOf(await pipeline.next());
    pipeline.configure({ width: 160, height: 90, quality: 40 });
    expect(pictureOf(await pipeline.next()).header).toMatchObject({ width: 160, height: 90 });
    pipeline.configure({ ...policy, quality: 80 });
    expect(pictureOf(await pipeline.next()).fingerprint).not.toBe(first.fingerprint);
    pipeline.configure({ ...policy, quality: 80 });
    expect(await pipeline.next()).toEqual({ kind: 'unchanged' });
  });

  it('follow the size of the screen', async () => {
    const pipeline = createCapturePipeline(scripted(plain(640, 360, 9), plain(200, 100, 9)), policy);
    expect(pictureOf(await pipeline.next()).header).toMatchObject({ width: 320, height: 180 });
    expect(pictureOf(await pipeline.next()).header).toMatchObject({ width: 200, height: 100 });
  });

  it('come back after the screen was away, even if it shows the same', async () => {
    const away = unavailable('locked', 'locked');
    const source = scripted(plain(64, 64, 9), away, new Error('odd'), plain(64, 64, 9), { kind: 'unchanged' });
    const pipeline = createCapturePipeline(source, policy);
    pictureOf(await pipeline.next());
    expect(await pipeline.next()).toEqual(away);
    expect(await pipeline.next()).toEqual(unavailable('capture_failed', 'odd'));
    pictureOf(await pipeline.next());
    expect(await pipeline.next()).toEqual({ kind: 'unchanged' });
    expect(source.fresh).toEqual([true, false, true, true, false]);
  });
});
