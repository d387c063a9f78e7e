import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadKoffi } from '../../capture/native.js';
import { frameSamples, sampleRate } from './audio-back-end.js';
import { windowsAudio } from './windows-audio.js';
import type { WaveDevice, Winmm } from './winmm.js';

const nothing = () => undefined;
/** Of a WAVEHDR: how much was recorded, and the flags. */
const [recorded, flags, done] = [12n, 24n, 1];
const frame = new Int16Array(frameSamples).fill(7);

/** A device of which the test says when a block is done. */
function fakeDevice() {
  const koffi = loadKoffi();
  const waiting: bigint[] = [];
  const log: string[] = [];
  const device: WaveDevice & { refuses: boolean } = {
    refuses: false,
    count: () => 1,
    open: () => {
      log.push('open');
      return 1n;
    },
    prepare: () => 0,
    add(_, block) {
      if (this.refuses) return 1;
      koffi.encode(block + flags, 'uint32', 0);
      waiting.push(block);
      return 0;
    },
    start: () => 0,
    reset: () => {
      log.push('reset');
      return 0;
    },
    unprepare: () => 0,
    close: () => {
      log.push('close');
      return 0;
    },
  };
  /** So many of the blocks that wait come back, with some bytes each. */
  const finish = (count: number, bytes = 0) => {
    for (const block of waiting.splice(0, count)) {
      koffi.encode(block + recorded, 'uint32', bytes);
      koffi.encode(block + flags, 'uint32', done);
    }
  };
  return { device, waiting, log, finish };
}

describe('the sound of Windows', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const audioOf = (device: WaveDevice) => windowsAudio((): Winmm => ({ input: device, output: device }));

  it('plays what comes after a lead, leaves out what comes too fast, and goes on once half of it is played', () => {
    const { device, waiting, finish } = fakeDevice();
    const speaker = audioOf(device).openSpeaker(sampleRate, nothing);
    speaker.play(frame);
    expect(waiting).toHaveLength(2);
    for (let more = 0; more < 100; more++) speaker.play(frame);
    expect(waiting).toHaveLength(30);
    finish(10);
    speaker.play(frame);
    expect(waiting).toHaveLength(20);
    finish(10);
    speaker.play(frame);
    expect(waiting).toHaveLength(11);
  });

  it('gives the microphone in frames of 10 ms, in order, and asks for more', () => {
    const { device, waiting, finish } = fakeDevice();
    const frames: Int16Array[] = [];
    const microphone = audioOf(device).openMicrophone((one) => frames.push(one), nothing);
    expect(waiting).toHaveLength(10);
    finish(3, 4 * frameSamples);
    vi.advanceTimersByTime(10);
    expect(frames.map(({ length }) => length)).toEqual(Array(6).fill(frameSamples));
    expect(waiting).toHaveLength(10);
    microphone.end();
    vi.advanceTimersByTime(100);
    expect(frames).toHaveLength(6);
  });

  it('gives everything back once, whoever ends it', () => {
    const { device, log } = fakeDevice();
    const speaker = audioOf(device).openSpeaker(sampleRate, nothing);
    speaker.end();
    speaker.end();
    speaker.play(frame);
    expect(log).toEqual(['open', 'reset', 'close']);
  });

  it('tells once that a device is lost', () => {
    const { device, finish, log } = fakeDevice();
    const lost = vi.fn();
    const audio = audioOf(device);
    const speaker = audio.openSpeaker(sampleRate, lost);
    audio.openMicrophone(nothing, lost);
    device.refuses = true;
    finish(10);
    vi.advanceTimersByTime(50);
    speaker.play(frame);
    speaker.play(frame);
    expect(lost.mock.calls.flat()).toEqual(['the microphone gives no more sound', 'the speaker takes no more sound']);
    expect(log.filter((what) => what === 'close')).toHaveLength(2);
  });
});
