import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseTransport, firstChoice, type LinkSample, type TransportChoice } from './choose-transport.js';

const sampleAt = (now: number, over: Partial<LinkSample> = {}): LinkSample => ({
  now,
  roundTripMs: 1,
  bitrate: 90_000_000,
  hasTrack: true,
  wish: 'auto',
  ...over,
});

/** Goes through samples, one a second. */
function after(samples: Partial<LinkSample>[], from: TransportChoice = firstChoice): TransportChoice[] {
  const seen: TransportChoice[] = [];
  let choice = from;
  for (const [second, over] of samples.entries()) {
    choice = chooseTransport(choice, sampleAt(second * 1_000, over));
    seen.push(choice);
  }
  return seen;
}
const seconds = (count: number, over: Partial<LinkSample> = {}) => Array.from({ length: count }, () => over);
const transports = (choices: TransportChoice[]) => choices.map(({ transport }) => transport);
const changes = (choices: TransportChoice[]) =>
  transports(choices).filter((transport, i, all) => i > 0 && transport !== all[i - 1]).length;

const anySample = fc.record({
  roundTripMs: fc.option(fc.double({ min: 0, max: 500, noNaN: true })),
  bitrate: fc.option(fc.double({ min: 0, max: 2e8, noNaN: true })),
  hasTrack: fc.boolean(),
  wish: fc.constantFrom('auto', 'track', 'tiles'),
});

describe('the transport of a live picture', () => {
  it('is tiles on a LAN, for as long as it is one', () => {
    expect(new Set(transports(after(seconds(600))))).toEqual(new Set(['tiles']));
  });

  it.each([{ roundTripMs: 80 }, { bitrate: 5_000_000 }])('is a track where tiles stutter: %o', (over) => {
    expect(transports(after(seconds(4, over)))).toEqual(['tiles', 'tiles', 'track', 'track']);
  });

  it('stays through a short hitch', () => {
    expect(changes(after([...seconds(3), ...seconds(1, { roundTripMs: 300 }), ...seconds(3)]))).toBe(0);
  });

  it('stays what it is between good and bad', () => {
    const between = { roundTripMs: 20, bitrate: 25_000_000 };
    expect(changes(after(seconds(300, between)))).toBe(0);
    expect(changes(after(seconds(300, between), { ...firstChoice, transport: 'track' }))).toBe(0);
  });

  it('tries tiles ever more rarely where they always go badly', () => {
    let choice = firstChoice;
    const tried: number[] = [];
    for (let second = 0; second < 3_600; second++) {
      // As it is on a link with a short way and little room: a track tells nothing of the bandwidth.
      const bitrate = choice.transport === 'tiles' ? 3_000_000 : null;
      const next = chooseTransport(choice, sampleAt(second * 1_000, { bitrate }));
      if (next.transport === 'tiles' && choice.transport === 'track') tried.push(second);
      choice = next;
    }
    expect(tried.length).toBeGreaterThan(2);
    expect(tried.length).toBeLessThan(14);
    const gaps = tried.slice(1).map((second, i) => second - (tried[i] ?? 0));
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
  });

  it('is what is wished for where it can be had, and never a track where there is none', () => {
    fc.assert(
      fc.property(fc.array(anySample, { minLength: 1, maxLength: 60 }), (samples) => {
        for (const [i, { transport }] of after(samples).entries()) {
          const { wish, hasTrack } = samples[i] ?? {};
          if (!hasTrack) expect(transport).toBe('tiles');
          else if (wish !== 'auto') expect(transport).toBe(wish);
        }
      }),
    );
  });

  it('never flaps: by itself it does not change twice within two seconds', () => {
    const measured = anySample.map((sample) => ({ ...sample, hasTrack: true, wish: 'auto' as const }));
    fc.assert(
      fc.property(fc.array(measured, { maxLength: 200 }), (samples) => {
        const all = transports(after(samples));
        const changed = all.flatMap((transport, i) => (i > 0 && transport !== all[i - 1] ? [i] : []));
        for (const [i, second] of changed.entries())
          if (i > 0) expect(second - (changed[i - 1] ?? 0)).toBeGreaterThan(1);
      }),
    );
  });
});
