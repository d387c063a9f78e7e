import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectExchange, textFrame } from './connect-frame.js';

const key = 'page-key';
const exchange = () => connectExchange((token) => (token === key ? 'member-token' : undefined));
const mask = Buffer.from([0, 0, 0, 0]);
const connect = (token: unknown) => textFrame(`40${JSON.stringify({ token })}`);
/** What the server gets for frames, with the masks taken away. */
function sentFor(pass: ReturnType<typeof exchange>, chunks: readonly Buffer[]): string {
  const passages = chunks.map(pass);
  const bytes = passages.map((passage) => (passage.state === 'refused' ? Buffer.from('refused') : passage.bytes));
  return Buffer.concat(bytes).toString('latin1');
}

describe('connectExchange', () => {
  it('puts the member’s token into the place of the page’s, and lets what comes with it pass', () => {
    const rest = textFrame('42["room.join",{}]', mask);
    const passage = exchange()(Buffer.concat([textFrame('3', mask), connect(key), rest]));
    expect(passage.state).toBe('connected');
    if (passage.state === 'refused') throw new Error('refused');
    const own = passage.bytes.subarray(7, -rest.length);
    expect(passage.bytes.subarray(0, 7)).toEqual(textFrame('3', mask));
    expect(passage.bytes.subarray(-rest.length)).toEqual(rest);
    const [ownMask, payload] = [own.subarray(2, 6), own.subarray(6)];
    expect(Buffer.from(payload.map((byte, at) => byte ^ (ownMask[at % 4] ?? 0))).toString()).toBe(
      '40{"token":"member-token"}',
    );
    expect(passage.bytes.toString('latin1')).not.toContain(key);
  });

  it('does so wherever the bytes are cut', () => {
    const whole = connect(key);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 5 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const chunks = at.slice(1).map((end, index) => whole.subarray(at[index], end));
        const states = chunks.reduce<{ pass: ReturnType<typeof exchange>; states: string[] }>(
          ({ pass, states }, chunk) => ({ pass, states: [...states, pass(chunk).state] }),
          { pass: exchange(), states: [] },
        ).states;
        expect(states.at(-1)).toBe('connected');
        expect(states.slice(0, -1).every((state) => state === 'waiting')).toBe(true);
      }),
    );
  });

  it.each([
    ['another key', connect('guess')],
    ['no token', connect(undefined)],
    ['another namespace', textFrame(`40/admin,${JSON.stringify({ token: key })}`)],
    ['an event before it', textFrame('42["room.join",{}]')],
    ['bytes that are no frame', Buffer.from('GET / HTTP/1.1\r\n')],
    ['a frame of a server', Buffer.from([0x81, 0x01, 0x33])],
    ['more than it takes', Buffer.concat([Buffer.from([0x81, 0xfe, 0xff, 0xff]), Buffer.alloc(20_000)])],
  ])('refuses %s', (_, bytes) => {
    expect(exchange()(bytes)).toEqual({ state: 'refused' });
  });

  it('gives nothing but what it was given, and never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }), (chunks) => {
        expect(
          sentFor(
            exchange(),
            chunks.map((chunk) => Buffer.from(chunk)),
          ),
        ).not.toContain('member-token');
      }),
    );
  });
});
