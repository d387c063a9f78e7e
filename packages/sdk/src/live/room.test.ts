import { afterEach, describe, expect, it } from 'vitest';
import { channels } from './direct.js';
import { realEffects } from './effects.js';
import { RefusedError } from './refused-error.js';
import type { RtcImplementation } from './room.js';
import { Hub } from './testing/hub.js';
import { attend, bytesOf, countingEffects, countingRtc, join, pair, record, until, wrtc } from './testing/two-sides.js';

type Pair = Awaited<ReturnType<typeof pair>>;
let open: { close(): Promise<void> }[] = [];
const opened = <T extends { close(): Promise<void> }>(each: T): T => {
  open.push(each);
  return each;
};
const paired = async (rtc: RtcImplementation | null, hub = new Hub()) => opened(await pair(hub, rtc));
afterEach(async () => {
  for (const each of open) await each.close();
  open = [];
});

const ways = [
  ['the relay', null, 'relay'],
  ['a WebRTC connection', wrtc, 'direct'],
] as const;

describe.each(ways)('a room over %s', (_, rtc, route) => {
  const connected = ({ student, instructor }: Pair) =>
    until(`both are ${route}`, () => student.route === route && instructor.route === route);

  it('carries every channel both ways, in order, and once', async () => {
    const both = await paired(rtc);
    const [student, instructor] = [record(both.student), record(both.instructor)];
    await connected(both);
    const sent = Array.from({ length: 30 }, (_, n) =>
      channels.map((channel) => ({ channel, text: `${channel} ${n}` })),
    );
    for (const { channel, text } of sent.flat()) {
      expect(await both.student.send(channel, bytesOf(text))).toBe(true);
      expect(await both.instructor.send(channel, bytesOf(text))).toBe(true);
    }
    for (const { data } of [student, instructor]) {
      await until('all came', () => data.length >= sent.flat().length);
      for (const each of channels)
        expect(data.filter(({ channel }) => channel === each)).toEqual(
          sent.map((row) => row.find((m) => m.channel === each)),
        );
    }
  });

  it('carries a message as large as tiles are', async () => {
    const both = await paired(rtc);
    await connected(both);
    const { data } = record(both.instructor);
    const sends = Array.from({ length: 20 }, (_, n) =>
      both.student.send('tiles', bytesOf(`${n}`.padEnd(200_000, '.'))),
    );
    expect(await Promise.all(sends)).toEqual(sends.map(() => true));
    await until('all came', () => data.length === sends.length);
    expect(data.map(({ text }) => [text.length, Number.parseInt(text, 10)])).toEqual(sends.map((_, n) => [200_000, n]));
    expect(() => both.student.send('tiles', new Uint8Array(200_001))).toThrow(RangeError);
  });

  it('measures the way to the other side, and does not show its own messages', async () => {
    const both = await paired(rtc);
    const { data } = record(both.instructor);
    await connected(both);
    await until('a round trip', async () => (await both.instructor.stats()).roundTripMs !== null);
    expect(await both.instructor.stats()).toMatchObject({ route, framesPerSecond: null });
    await both.student.send('messages', bytesOf('{"type":"refresh"}'));
    await until('it came', () => data.length > 0);
    expect(data).toEqual([{ channel: 'messages', text: '{"type":"refresh"}' }]);
  });

  it('begins anew with an instructor who takes over, and ends for the one before', async () => {
    const hub = new Hub();
    const both = await paired(rtc, hub);
    await connected(both);
    const [former, student] = [record(both.instructor), record(both.student)];
    await both.student.send('tiles', bytesOf('to the first'));
    const newcomer = opened(await join({ wire: hub.connect(), rtc }));
    const came = record(newcomer);
    await until('the first is out', () => former.told.some((each) => each[0] === 'ended'));
    expect(former.told.at(-1)).toEqual(['ended', 'room_taken_over']);
    await until('the student knows', () => both.student.peer?.fence === newcomer.entry.fence);
    await until('they are connected', () => newcomer.route === route && both.student.route === route);
    expect(await both.instructor.send('input', bytesOf('late'))).toBe(false);
    expect(await newcomer.send('input', bytesOf('new'))).toBe(true);
    expect(await both.student.send('tiles', bytesOf('to the second'))).toBe(true);
    await until('it came', () => came.data.length > 0 && student.data.length > 0);
    expect(came.data).toEqual([{ channel: 'tiles', text: 'to the second' }]);
    expect(student.data).toEqual([{ channel: 'input', text: 'new' }]);
  });

  it('comes back as a new session when the way to the server was lost', async () => {
    const hub = new Hub();
    const both = await paired(rtc, hub);
    await connected(both);
    const [instructor, student] = [record(both.instructor), record(both.student)];
    const before = both.instructor.entry.fence;
    both.instructorWire.cut();
    await until('the student knows', () => both.student.peer === null);
    both.instructorWire.restore();
    await until('it is back', () => instructor.told.some((each) => each[0] === 'reconnected'));
    expect(instructor.told).toContainEqual('reconnecting');
    expect(both.instructor.entry.fence).toBeGreaterThan(before);
    await until('they meet', () => both.student.peer?.fence === both.instructor.entry.fence);
    await connected(both);
    await both.student.send('messages', bytesOf('{"type":"refresh"}'));
    await until('it came', () => instructor.data.length > 0);
    expect(student.told.filter((each) => each[0] === 'ended')).toEqual([]);
  });
});

describe('a room', () => {
  it('does not let an instructor in without a student', async () => {
    await expect(join({ wire: new Hub().connect() })).rejects.toThrow(RefusedError);
    await expect(join({ wire: new Hub().connect() })).rejects.toMatchObject({ code: 'student_absent' });
  });

  it('puts the instructor out when the student leaves', async () => {
    const both = await paired(null);
    const { told } = record(both.instructor);
    await both.student.close();
    await until('it ended', () => told.length > 0);
    expect(told).toEqual([['ended', 'student_gone']]);
    expect(await both.instructor.send('input', bytesOf('x'))).toBe(false);
  });

  it('gives control to the session that takes it, and both know', async () => {
    const both = await paired(null);
    const [instructor, student] = [record(both.instructor), record(both.student)];
    const control = await both.instructor.takeControl();
    expect(control).toMatchObject({ state: 'on', fence: both.instructor.entry.fence });
    await until('the student knows', () => both.student.control?.id === control.id);
    await both.student.endControl(3);
    await until('both know', () => both.instructor.control === null && both.student.control === null);
    for (const { told } of [instructor, student])
      expect(told).toEqual([
        ['control', 'on'],
        ['control', null],
      ]);
  });

  it('sends nothing while nobody is there, and says so', async () => {
    const student = opened(await attend({ wire: new Hub().connect() }));
    expect(await student.send('tiles', bytesOf('x'))).toBe(false);
  });

  it('that was away leaves the room to whoever came in the meantime', async () => {
    const hub = new Hub();
    const both = await paired(null, hub);
    const { told } = record(both.instructor);
    both.instructorWire.cut();
    const newcomer = opened(await join({ wire: hub.connect() }));
    const came = record(newcomer);
    both.instructorWire.restore();
    await until('the first knows', () => told.length > 1);
    expect(told).toEqual(['reconnecting', ['ended', 'room_taken_over']]);
    expect(hub.sessions.instructor?.fence).toBe(newcomer.entry.fence);
    expect(came.told).toEqual([]);
  });

  it('waits for the student after both lost the server, and comes back', async () => {
    const both = await paired(null);
    const { told } = record(both.instructor);
    both.instructorWire.cut();
    both.studentWire.cut();
    both.instructorWire.restore();
    await until('it waits', () => told.length > 0);
    both.studentWire.restore();
    await until('it is back', () => told.some((each) => each[0] === 'reconnected'));
    await until('they meet', () => both.instructor.peer?.fence === both.student.entry.fence);
    expect(told.filter((each) => each[0] === 'ended')).toEqual([]);
  });

  it.each([
    ['forbidden', 'forbidden'],
    ['consent_missing', 'consent_withdrawn'],
    ['lesson_ended', 'lesson_ended'],
    ['token_expired', 'session_ended'],
  ] as const)('that the server refuses after its return with %s has ended: %s', async (code, end) => {
    const hub = new Hub();
    const both = await paired(null, hub);
    const { told } = record(both.instructor);
    hub.rules.enter = code;
    both.instructorWire.cut();
    both.instructorWire.restore();
    await until('it ended', () => told.length > 1);
    expect(told).toEqual(['reconnecting', ['ended', end]]);
    expect(both.instructorWire.listeners()).toBe(0);
  });

  it('ends with the sign-in', async () => {
    const both = await paired(null);
    const { told } = record(both.instructor);
    both.instructorWire.refuse('session_ended');
    expect(told).toEqual([['ended', 'session_ended']]);
  });

  it('that is closed while the server is lost stays out', async () => {
    const hub = new Hub();
    const both = await paired(null, hub);
    both.instructorWire.cut();
    both.instructorWire.restore();
    await both.instructor.close();
    await until('the place is empty', () => hub.sessions.instructor === null);
    expect(both.instructorWire.listeners()).toBe(0);
  });

  it('goes on by the relay when its connection breaks, without a loss', async () => {
    const connections: RTCPeerConnection[] = [];
    class Known extends wrtc.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    }
    const both = await paired({ RTCPeerConnection: Known });
    const { data } = record(both.student);
    await until('they are direct', () => both.student.route === 'direct' && both.instructor.route === 'direct');
    const sent = Array.from({ length: 300 }, (_, n) => `${n}`);
    for (const [n, text] of sent.entries()) {
      void both.instructor.send('tiles', bytesOf(text));
      if (n === 150) connections[0]?.close();
    }
    await until('all came', () => data.length >= sent.length);
    expect(data.map(({ text }) => text)).toEqual(sent);
    expect(both.instructor.route).toBe('relay');
  });

  it('goes by the relay while there is no other way, and direct when there is', async () => {
    const hub = new Hub();
    // A hundred times as fast.
    const effects = { ...realEffects, after: (ms: number, run: () => void) => realEffects.after(ms / 100, run) };
    let policy: 'relay' | 'all' = 'relay';
    const iceServers = async () => ({
      iceServers: [],
      iceTransportPolicy: policy,
      expiresAt: new Date().toISOString(),
    });
    const ofBoth = { rtc: wrtc, effects, iceServers };
    const student = opened(await attend({ ...ofBoth, wire: hub.connect() }));
    const instructor = opened(await join({ ...ofBoth, wire: hub.connect() }));
    const { data } = record(student);
    for (let n = 0; n < 5; n++) expect(await instructor.send('input', bytesOf(`${n}`))).toBe(true);
    expect([instructor.route, student.route]).toEqual(['relay', 'relay']);
    policy = 'all';
    await until('they are direct', () => student.route === 'direct' && instructor.route === 'direct');
    expect(await instructor.send('input', bytesOf('5'))).toBe(true);
    await until('it came', () => data.length === 6);
    expect(data.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('lets its descriptions be changed before they are used', async () => {
    const seen = new Set<string>();
    const hub = new Hub();
    const tuneDescription = (sdp: string, which: string) => {
      seen.add(which);
      return sdp;
    };
    const student = opened(await attend({ wire: hub.connect(), rtc: wrtc, tuneDescription }));
    opened(await join({ wire: hub.connect(), rtc: wrtc }));
    await until('they are direct', () => student.route === 'direct');
    expect([...seen].sort()).toEqual(['local', 'remote']);
  });

  it('renews its place for as long as it is open', async () => {
    const hub = new Hub({ ttlMs: 30 });
    await paired(null, hub);
    await until('both were renewed some times', () => hub.counts.renewed >= 6);
  });

  it('takes a message that the server refused as not sent, and goes on after it', async () => {
    const hub = new Hub();
    const both = await paired(null, hub);
    const { data } = record(both.student);
    hub.rules.relay = 'control_not_held';
    expect(await both.instructor.send('input', bytesOf('refused'))).toBe(false);
    hub.rules.relay = null;
    expect(await both.instructor.send('input', bytesOf('taken'))).toBe(true);
    expect(data).toEqual([{ channel: 'input', text: 'taken' }]);
  });

  it('tries again what the server did not take just now', async () => {
    const hub = new Hub();
    const both = await paired(null, hub);
    const { data } = record(both.student);
    hub.rules.relay = 'rate_limited';
    const sent = both.instructor.send('input', bytesOf('patient'));
    await until('it was refused', () => hub.counts.refused > 0);
    hub.rules.relay = null;
    expect(await sent).toBe(true);
    expect(data).toEqual([{ channel: 'input', text: 'patient' }]);
  });

  it('keeps an instructor’s connection until the student’s side has stopped sending', async () => {
    const hub = new Hub();
    const [students, instructors] = [countingRtc(), countingRtc()];
    const student = await attend({ wire: hub.connect(), rtc: students.rtc });
    const instructor = await join({ wire: hub.connect(), rtc: instructors.rtc });
    await until('they are connected', () => instructor.route === 'direct' && student.route === 'direct');
    await instructor.close();
    await until('the student’s side has shut its own', () => students.open() === 0);
    expect(instructors.open()).toBe(1);
    await until('it is gone', () => instructors.open() === 0);
    await student.close();
  });

  it('leaves with its page, which has to wait for as long as there is a connection', async () => {
    const hub = new Hub();
    const pageEnds = new Set<() => void>();
    const onPageEnd = (run: () => void) => {
      pageEnds.add(run);
      return () => pageEnds.delete(run);
    };
    const student = opened(await attend({ wire: hub.connect(), rtc: wrtc }));
    const effects = { ...realEffects, onPageEnd };
    const instructor = opened(await join({ wire: hub.connect(), rtc: wrtc, effects }));
    const { told } = record(instructor);
    await until('they are connected', () => instructor.route === 'direct' && student.route === 'direct');
    for (const run of pageEnds) run();
    expect(told.at(-1)).toEqual(['ended', 'closed']);
    expect(pageEnds.size).toBe(1);
    await until('the student knows', () => student.peer === null);
    await until('the connection is gone', () => pageEnds.size === 0);
  });

  it('leaves nothing open, however often one joins and leaves', async () => {
    const hub = new Hub();
    const [rtc, timers, wire] = [countingRtc(), countingEffects(), hub.connect()];
    const student = await attend({ wire, rtc: rtc.rtc, effects: timers.effects });
    const instructors = hub.connect();
    for (let n = 0; n < 100; n++) {
      const instructor = await join({ wire: instructors, rtc: rtc.rtc, effects: timers.effects });
      // Some leave before they are connected, some after.
      if (n % 10 === 0) await until('they are connected', () => instructor.route === 'direct');
      await instructor.close();
      await until('the student knows', () => student.peer === null);
    }
    await until('the last connections are gone', () => rtc.open() === 0);
    expect([instructors.listeners(), rtc.open()]).toEqual([0, 0]);
    await student.close();
    expect([wire.listeners(), rtc.open(), timers.waiting()]).toEqual([0, 0, 0]);
  });
});
