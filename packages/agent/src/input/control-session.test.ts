import { type InputEvent, writeInput } from '@didacto/sdk/live';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlTimeoutMs, createControlSession, type EndedControl } from './control-session.js';
import { createFakeHand } from './testing/fake-hand.js';

const at = { x: 0.5, y: 0.5 };
const down = (code: string): InputEvent => ({ type: 'key', code, down: true });
const press: InputEvent = { type: 'button', button: 'left', down: true, ...at };
const move = (x: number): InputEvent => ({ type: 'move', x, y: 0 });
const on = (id: string, fence: number) => ({ id, fence, state: 'on' as const });

/** A session with a machine, timers and an instructor that are all made up. */
function bench() {
  const hand = createFakeHand();
  const answers: number[] = [];
  const ends: EndedControl[] = [];
  let letGo = (): void => undefined;
  const timers = new Set<{ ms: number; run: () => void }>();
  const session = createControlSession({
    player: hand,
    answer: ({ played }) => answers.push(played),
    ended: (control) => ends.push(control),
    after(ms, run) {
      const timer = { ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  return {
    hand,
    answers,
    ends,
    timers,
    session,
    send: (seq: number, event: InputEvent, controlId = 'ctl_1') =>
      session.receive(writeInput({ seq, controlId, event })),
    /** Lets everything that was begun come to its end. */
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    /** The machine takes its time with what it is to play, until `letGo`. */
    hold() {
      letGo();
      hand.gate = new Promise((resolve) => {
        letGo = resolve;
      });
    },
    letGo: () => letGo(),
    fire() {
      for (const timer of [...timers]) {
        timers.delete(timer);
        timer.run();
      }
    },
  };
}

describe('a control', () => {
  it('plays what its instructor session sends, in order, and answers each', async () => {
    const { session, send, settle, hand, answers } = bench();
    session.update(on('ctl_1', 7), { fence: 7 });
    [down('ShiftLeft'), press, { type: 'text', text: '한글' } as const].forEach((event, seq) => {
      send(seq, event);
    });
    await settle();
    expect(hand.played).toEqual([down('ShiftLeft'), press, { type: 'text', text: '한글' }]);
    expect(answers).toEqual([0, 1, 2]);
    expect(session.active).toEqual({ controlId: 'ctl_1', inputs: 3 });
  });

  it('plays nothing before it is on, for another control, or for a session that is not the one that has it', async () => {
    const { session, send, settle, hand } = bench();
    send(0, press);
    session.update({ ...on('ctl_1', 7), state: 'asked' }, { fence: 7 });
    send(1, press);
    session.update(on('ctl_1', 7), { fence: 8 });
    send(2, press);
    session.update(on('ctl_1', 7), null);
    send(3, press);
    session.update(on('ctl_1', 7), { fence: 7 });
    send(4, press, 'ctl_2');
    session.receive(new TextEncoder().encode('{"seq":5,"controlId":"ctl_1","event":{"type":"key"}}'));
    await settle();
    expect(hand.played).toEqual([]);
  });

  it('drops what comes twice or late', async () => {
    const { session, send, settle, answers } = bench();
    session.update(on('ctl_1', 1), { fence: 1 });
    for (const seq of [3, 3, 2, 4]) send(seq, down('KeyA'));
    await settle();
    expect(answers).toEqual([3, 4]);
  });

  it('that is taken over in the middle of a drag leaves nothing down', async () => {
    const { session, send, settle, hand, ends } = bench();
    session.update(on('ctl_1', 1), { fence: 1 });
    send(0, down('ControlLeft'));
    send(1, press);
    send(2, move(1));
    await settle();
    expect(hand.down()).toEqual(['left', 'ControlLeft']);
    session.update(on('ctl_2', 2), { fence: 2 });
    expect(hand.down()).toEqual([]);
    expect(ends).toEqual([{ controlId: 'ctl_1', inputs: 3, why: 'changed' }]);
    send(3, press);
    await settle();
    expect(hand.down()).toEqual([]);
  });

  it('that ends while an input is under way lets go of that one, too, and of what waited', async () => {
    const { session, send, settle, hand, answers, hold, letGo } = bench();
    hold();
    session.update(on('ctl_1', 1), { fence: 1 });
    send(0, press);
    send(1, down('ShiftLeft'));
    await settle();
    session.end('student');
    letGo();
    await session.close();
    expect(hand.played).toEqual([press]);
    expect(hand.down()).toEqual([]);
    expect(answers).toEqual([]);
  });

  it('ends some seconds after its last input while the connection is lost, and not while it stands', async () => {
    const { session, send, settle, hand, ends, timers, fire } = bench();
    session.update(on('ctl_1', 1), { fence: 1 });
    send(0, press);
    await settle();
    expect(timers.size).toBe(0);
    session.connected(false);
    session.connected(true);
    expect(timers.size).toBe(0);
    session.connected(false);
    send(1, move(0));
    await settle();
    expect([...timers].map(({ ms }) => ms)).toEqual([controlTimeoutMs]);
    fire();
    expect(hand.down()).toEqual([]);
    expect(ends).toEqual([{ controlId: 'ctl_1', inputs: 2, why: 'timeout' }]);
    expect(timers.size).toBe(0);
  });

  it('where the machine takes no input is not counted, and where it fails is ended', async () => {
    const { session, send, settle, hand, answers, ends } = bench();
    session.update(on('ctl_1', 1), { fence: 1 });
    hand.outcome = false;
    send(0, press);
    await settle();
    expect([answers, session.active?.inputs]).toEqual([[], 0]);
    hand.outcome = new Error('the display went away');
    send(1, press);
    await settle();
    expect(ends).toEqual([{ controlId: 'ctl_1', inputs: 0, why: 'failed', error: hand.outcome }]);
  });

  it('goes to the newest place of many, and ends where more waits than can be played', async () => {
    const { session, send, settle, hand, answers, ends, hold, letGo } = bench();
    hold();
    session.update(on('ctl_1', 1), { fence: 1 });
    for (let seq = 0; seq < 1000; seq++) send(seq, move(seq / 1000));
    await settle();
    expect(ends).toEqual([]);
    for (let seq = 1000; seq < 1600; seq++) send(seq, down('KeyA'));
    expect(ends).toMatchObject([{ why: 'overrun' }]);
    letGo();
    await session.close();
    expect(hand.down()).toEqual([]);
    expect(answers).toEqual([]);
  });

  it('counts moves that were passed over', async () => {
    const { session, send, settle, hand, answers } = bench();
    session.update(on('ctl_1', 1), { fence: 1 });
    for (let seq = 0; seq < 10; seq++) send(seq, move(seq / 10));
    await settle();
    expect(hand.played.at(-1)).toEqual(move(0.9));
    expect(answers.at(-1)).toBe(9);
    expect(session.active?.inputs).toBe(10);
  });
});

describe('whatever happens', () => {
  type Bench = ReturnType<typeof bench>;
  const event: fc.Arbitrary<InputEvent> = fc.oneof(
    fc.record({
      type: fc.constant('key' as const),
      code: fc.constantFrom('ShiftLeft', 'KeyA'),
      down: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('button' as const),
      button: fc.constantFrom('left', 'right'),
      down: fc.boolean(),
      x: fc.constant(0),
      y: fc.constant(1),
    }),
    fc.constant<InputEvent>({ type: 'release' }),
  );
  const fence = fc.integer({ min: 1, max: 3 });
  const id = fc.constantFrom('ctl_1', 'ctl_2');
  const step: fc.Arbitrary<(world: Bench) => unknown> = fc.oneof(
    fc.tuple(fc.nat(20), event, id).map(
      ([seq, each, to]) =>
        (world: Bench) =>
          world.send(seq, each, to),
    ),
    fc.tuple(id, fence, fc.option(fence)).map(
      ([to, of, peer]) =>
        (world: Bench) =>
          world.session.update(on(to, of), peer === null ? null : { fence: peer }),
    ),
    fc.constant((world: Bench) => world.session.update(null, { fence: 1 })),
    fc.boolean().map((is) => (world: Bench) => world.session.connected(is)),
    fc.constant((world: Bench) => world.fire()),
    fc.constant((world: Bench) => world.session.end('student')),
    fc.uint8Array().map((bytes) => (world: Bench) => world.session.receive(bytes)),
    fc.constant((world: Bench) => world.settle()),
    fc.constant((world: Bench) => world.hold()),
    fc.constant((world: Bench) => world.letGo()),
  );

  it('nothing is down unless a control is on, and each control ends once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const world = bench();
        let begun = 0;
        for (const run of steps) {
          const before = world.session.active?.controlId;
          const endsBefore = world.ends.length;
          await run(world);
          const now = world.session.active?.controlId;
          if (now !== undefined && (before === undefined || world.ends.length > endsBefore)) begun++;
          if (world.session.active === undefined) {
            await world.settle();
            expect(world.hand.down()).toEqual([]);
          }
        }
        world.letGo();
        await world.session.close();
        expect(world.hand.down()).toEqual([]);
        expect(world.ends.length).toBe(begun);
        expect(world.timers.size).toBe(0);
      }),
    );
  });
});
