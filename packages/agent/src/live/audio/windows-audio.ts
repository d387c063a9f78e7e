import type { Pointer } from '../../capture/native.js';
import { type AudioBackEnd, frameSamples, type Microphone, type Speaker, sampleRate } from './audio-back-end.js';
import { frameSplitter } from './frame-splitter.js';
import { loadWinmm, type WaveBlock, type WaveDevice, type Winmm, waveBlock } from './winmm.js';

type Lost = (why: string) => void;

/** A voice may be so far behind; what comes then is left out until half of it is played. */
const mostWaiting = 30;
/** Played first where nothing waits, so that a frame that comes late leaves no gap. */
const leadMs = 60;
/** How much is recorded ahead of a look, in parts of 20 ms: the clock of Windows ticks every 16 ms. */
const recordedParts = 10;
const partBytes = 4 * frameSamples;
const lookEveryMs = 10;

/** The sound of Windows, by its oldest way, which all of them have: what is set as default is used. */
export function windowsAudio(load: () => Winmm = loadWinmm): AudioBackEnd {
  return {
    name: 'windows',
    async abilities() {
      try {
        const { input, output } = load();
        return { microphone: input.count() > 0, speaker: output.count() > 0 };
      } catch {
        return { microphone: false, speaker: false };
      }
    },
    openMicrophone: (onFrame, lost) => openMicrophone(load().input, onFrame, lost),
    openSpeaker: (rate, lost) => openSpeaker(load().output, rate, lost),
  };
}

function openMicrophone(input: WaveDevice, onFrame: (frame: Int16Array) => void, lost: Lost): Microphone {
  const device = input.open(sampleRate);
  const blocks = Array.from({ length: recordedParts }, () => waveBlock(partBytes));
  const splitter = frameSplitter();
  let [next, isOpen] = [0, true];
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    close(input, device, blocks);
  };
  const fail = (why: string): void => {
    end();
    lost(why);
  };
  const look = (): void => {
    // Not more at once than there are, whatever the device says.
    for (let looked = 0; looked < blocks.length; looked++) {
      const block = blocks[next];
      if (!isOpen || !block?.isFree()) return;
      for (const frame of splitter.take(block.recorded())) if (isOpen) onFrame(frame);
      if (!isOpen) return;
      if (input.add(device, block.address) !== 0) fail('the microphone gives no more sound');
      next = (next + 1) % blocks.length;
    }
  };
  const timer = setInterval(look, lookEveryMs);
  for (const block of blocks) {
    input.prepare(device, block.address);
    input.add(device, block.address);
    block.given();
  }
  if (input.start(device) !== 0) {
    end();
    throw new Error('the microphone does not start');
  }
  return { end };
}

function openSpeaker(output: WaveDevice, rate: number, lost: Lost): Speaker {
  const device = output.open(rate);
  const bytes = 2 * Math.ceil((rate * leadMs) / 1_000);
  const blocks = Array.from({ length: mostWaiting }, () => waveBlock(bytes));
  const lead = new Int16Array(bytes / 2);
  for (const block of blocks) output.prepare(device, block.address);
  let [isOpen, isBehind] = [true, false];
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    close(output, device, blocks);
  };
  const give = (block: WaveBlock | undefined, samples: Int16Array): void => {
    if (block === undefined || !isOpen) return;
    block.fill(samples);
    block.given();
    if (output.add(device, block.address) === 0) return;
    end();
    lost('the speaker takes no more sound');
  };
  return {
    play(samples) {
      if (!isOpen) return;
      const free = blocks.filter((block) => block.isFree());
      if (free.length === 0) isBehind = true;
      else if (free.length > mostWaiting / 2) isBehind = false;
      if (isBehind) return;
      if (free.length === blocks.length) give(free.shift(), lead);
      give(free.shift(), samples);
    },
    end,
  };
}

function close(wave: WaveDevice, device: Pointer, blocks: readonly WaveBlock[]): void {
  wave.reset(device);
  for (const block of blocks) wave.unprepare(device, block.address);
  wave.close(device);
  for (const block of blocks) block.free();
}
