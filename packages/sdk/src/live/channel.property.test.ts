import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FrameBytes, noBytes, readFrame, writeFrame } from './frame.js';
import { createInbound } from './inbound.js';
import { createOutbound, type Relayed } from './outbound.js';
import { handClock } from './testing/hand-clock.js';

interface UnderWay {
  readonly frame: FrameBytes;
  readonly answer: (outcome: Relayed) => void;
}

/** One direction of a channel: a data channel that opens, breaks and loses what it holds, and a relay in no hurry. */
function channel() {
  const clock = handClock();
  const got: number[] = [];
  let isOpen = false;
  let cable: FrameBytes[] = [];
  let back: FrameBytes[] = [];
  const relay: UnderWay[] = [];
  const out = createOutbound(
    7,
    {
      direct: () =>
        isOpen
          ? {
              buffered: () => cable.reduce((sum, { length }) => sum + length, 0),
              send: (frame) => cable.push(frame) > 0,
            }
          : undefined,
      relay: (frame) => new Promise((answer) => relay.push({ frame, answer })),
    },
    clock.effects,
  );
  const into = createInbound(
    ([number = -1]) => got.push(number),
    (number) => isOpen && back.push(writeFrame({ kind: 'taken', to: 3, number, bytes: noBytes })),
    clock.effects,
  );
  const arrive = (bytes: FrameBytes, way: 'direct' | 'relay'): boolean => {
    const frame = readFrame(bytes);
    return frame?.to === 7 && into.take(frame, way);
  };
  return {
    ...{ out, into, got, clock },
    open: () => {
      if (isOpen) return;
      isOpen = true;
      out.renew();
    },
    /** What is in the cable arrives in part, or not at all. */
    break: (arriving: number) => {
      for (const frame of cable.slice(0, arriving)) arrive(frame, 'direct');
      [isOpen, cable, back] = [false, [], []];
      out.renew();
    },
    carry: (count: number) => {
      for (const frame of cable.splice(0, count)) arrive(frame, 'direct');
      for (const frame of back.splice(0, count)) out.confirm(readFrame(frame)?.number ?? 0);
      out.go();
    },
    /** Takes one of those under way, not always the oldest; the answer may be lost though it arrived. */
    relay: async (which: number, outcome: 'taken' | 'lost' | 'answer_lost') => {
      const [each] = relay.splice(which % Math.max(relay.length, 1), 1);
      if (each === undefined) return;
      const arrived = outcome !== 'lost' && arrive(each.frame, 'relay');
      each.answer(arrived && outcome === 'taken' ? 'taken' : 'later');
      await Promise.resolve();
    },
    isQuiet: () => cable.length === 0 && relay.length === 0 && clock.waiting() === 0,
  };
}

type Channel = ReturnType<typeof channel>;
const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: 'send' } as const) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('carry' as const), count: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('relay' as const),
      which: fc.nat(7),
      outcome: fc.constantFrom('taken', 'taken', 'lost', 'answer_lost' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'open' } as const) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('break' as const), arriving: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'pass' } as const) },
);

async function settle(run: Channel): Promise<void> {
  for (let n = 0; n < 500 && !run.isQuiet(); n++) {
    run.carry(100);
    await run.relay(0, 'taken');
    run.clock.pass(3_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a channel of a room', () => {
  it('gives each message once and in order, however often the way changes or breaks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
        const run = channel();
        const sends: Promise<boolean>[] = [];
        for (const each of steps) {
          if (each.kind === 'send') sends.push(run.out.send(Uint8Array.of(sends.length)));
          else if (each.kind === 'carry') run.carry(each.count);
          else if (each.kind === 'relay') await run.relay(each.which, each.outcome);
          else if (each.kind === 'open') run.open();
          else if (each.kind === 'break') run.break(each.arriving);
          else run.clock.pass(500);
        }
        await settle(run);
        expect(run.got).toEqual(sends.map((_, n) => n));
        expect(await Promise.all(sends)).toEqual(sends.map(() => true));
      }),
      { numRuns: 500 },
    );
  });

  it('says of everything that was not taken that it was not, when it ends, and waits for nothing', async () => {
    const run = channel();
    const sends = [1, 2, 3].map((n) => run.out.send(Uint8Array.of(n)));
    run.out.end();
    run.into.end();
    expect(await Promise.all(sends)).toEqual([false, false, false]);
    expect(await run.out.send(Uint8Array.of(4))).toBe(false);
    expect(run.clock.waiting()).toBe(0);
  });

  it('does not say that there is room while much is under way', async () => {
    const run = channel();
    run.open();
    let done = 0;
    for (let n = 0; n < 10; n++) void run.out.send(new Uint8Array(150_000)).then(() => done++);
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(0);
    for (let n = 0; n < 100; n++) {
      run.carry(1);
      run.clock.pass(50);
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(10);
  });

  it('takes no more than so much while nothing goes, and what it took is sent in order', async () => {
    const run = channel();
    let refused = 0;
    const sends = Array.from({ length: 5_000 }, (_, n) => run.out.send(Uint8Array.of(n & 0xff)));
    for (const send of sends) void send.then((sent) => !sent && refused++);
    await new Promise((resolve) => setImmediate(resolve));
    expect(refused).toBeGreaterThan(0);
    run.open();
    while (!run.isQuiet()) {
      run.carry(1_000);
      for (let n = 0; n < 8; n++) await run.relay(0, 'taken');
      run.clock.pass(50);
    }
    expect(run.got).toEqual(Array.from({ length: sends.length - refused }, (_, n) => n & 0xff));
  });

  it('keeps no more than so much of what comes too early, and takes none of it as arrived', () => {
    const run = channel();
    const early = (number: number) =>
      run.into.take({ kind: 'data', to: 7, number, bytes: Uint8Array.of(number & 0xff) }, 'relay');
    const kept = Array.from({ length: 3_000 }, (_, n) => early(n + 1)).filter(Boolean).length;
    expect(kept).toBeGreaterThan(100);
    expect(kept).toBeLessThan(3_000);
    expect(run.got).toEqual([]);
    expect(early(0)).toBe(true);
    expect(run.got.length).toBe(kept + 1);
  });
});

describe('a frame', () => {
  it('is read as it was written', () => {
    const number = fc.nat(0xffff_ffff);
    const kind = fc.constantFrom('data', 'nothing', 'taken' as const);
    fc.assert(
      fc.property(fc.record({ kind, to: number, number, bytes: fc.uint8Array({ maxLength: 50 }) }), (frame) => {
        expect(readFrame(writeFrame(frame))).toEqual(frame);
      }),
    );
  });

  it('is read from any bytes without a throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void readFrame(bytes)));
    expect(readFrame(new Uint8Array(8))).toBeUndefined();
    expect(readFrame(Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0))).toBeUndefined();
  });
});
