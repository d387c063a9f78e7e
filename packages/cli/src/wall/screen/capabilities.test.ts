import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/headless-wall.js';
import { detectColours, kittyHint } from './capabilities.js';
import { probeKitty } from './probe-kitty.js';

describe('detectColours', () => {
  it('believes NO_COLOR and TERM first, then COLORTERM and known terminals', () => {
    expect(detectColours({ TERM: 'xterm-256color', COLORTERM: 'truecolor' })).toBe('truecolor');
    expect(detectColours({ TERM: 'xterm-256color' })).toBe('256');
    expect(detectColours({ TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal' })).toBe('256');
    expect(detectColours({ TERM: 'xterm-256color', WT_SESSION: 'x' })).toBe('truecolor');
    expect(detectColours({ TERM: 'xterm-kitty', NO_COLOR: '1' })).toBe('none');
    expect(detectColours({ TERM: 'xterm', NO_COLOR: '' })).toBe('256');
    expect(detectColours({ TERM: 'dumb', COLORTERM: 'truecolor' })).toBe('none');
  });
});

describe('kittyHint', () => {
  it('never uses kitty graphics inside a multiplexer or without colours', () => {
    expect(kittyHint({ TERM: 'xterm-kitty' })).toBe('yes');
    expect(kittyHint({ TERM: 'xterm-256color', KITTY_WINDOW_ID: '1' })).toBe('yes');
    expect(kittyHint({ TERM: 'xterm-256color' })).toBe('ask');
    expect(kittyHint({ TERM: 'tmux-256color', KITTY_WINDOW_ID: '1' })).toBe('no');
    expect(kittyHint({ TERM: 'xterm-256color', TMUX: '/tmp/tmux', KITTY_WINDOW_ID: '1' })).toBe('no');
    expect(kittyHint({ TERM: 'xterm-kitty', NO_COLOR: '1' })).toBe('no');
  });
});

describe('probeKitty', () => {
  const DEVICE = '\u001b[?62;4c';

  function probe() {
    const input = new PassThrough({ encoding: 'utf8' });
    const clock = new ManualClock();
    let asked = '';
    const answer = probeKitty(input, (text) => (asked += text), clock);
    return { input, clock, answer, asked: () => asked };
  }

  it('is told by the answer that comes before the device attributes, even in pieces', async () => {
    const { input, answer, asked } = probe();
    expect(asked()).toContain('a=q');
    input.write('\u001b_Gi=31;O');
    input.write(`K\u001b\\${DEVICE}`);
    expect(await answer).toBe(true);
  });

  it('takes no answer, an error and silence for a no', async () => {
    const silent = probe();
    silent.input.write(DEVICE);
    expect(await silent.answer).toBe(false);
    const refusing = probe();
    refusing.input.write(`\u001b_Gi=31;ENOTSUP\u001b\\${DEVICE}`);
    expect(await refusing.answer).toBe(false);
    const mute = probe();
    mute.clock.advance(1000);
    expect(await mute.answer).toBe(false);
  });

  it('gives back what was typed meanwhile', async () => {
    const { input, answer } = probe();
    input.write(`/김${DEVICE}`);
    await answer;
    expect(input.read()).toBe('/김');
  });
});
