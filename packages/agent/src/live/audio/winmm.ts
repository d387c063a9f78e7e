import { loadKoffi, openLibrary, type Pointer } from '../../capture/native.js';

/** The functions of winmm, of both directions; what they reply is 0 where it went well. */
export interface WaveDevice {
  /** How many there are. */
  count(): number;
  open(rate: number): Pointer;
  prepare(device: Pointer, block: bigint): number;
  /** Plays a block, or has it filled. */
  add(device: Pointer, block: bigint): number;
  /** Begins to fill. */
  start(device: Pointer): number;
  /** Gives all blocks back. */
  reset(device: Pointer): number;
  unprepare(device: Pointer, block: bigint): number;
  close(device: Pointer): number;
}

export interface Winmm {
  readonly input: WaveDevice;
  readonly output: WaveDevice;
}

const anyDevice = 0xffff_ffff;
/** Of a WAVEHDR. */
const headerBytes = 48;
const offset = { data: 0, length: 8, recorded: 12, flags: 24 };
const doneFlag = 1;

let bound: Winmm | undefined;

/** @throws LibraryMissing elsewhere than on Windows */
export function loadWinmm(): Winmm {
  bound ??= { input: bind('waveIn', 'waveInAddBuffer'), output: bind('waveOut', 'waveOutWrite') };
  return bound;
}

function bind(kind: 'waveIn' | 'waveOut', add: string): WaveDevice {
  const winmm = openLibrary('winmm.dll');
  const ofDevice = (name: string) => winmm.func(`uint32 __stdcall ${name}(void *device)`);
  const ofBlock = (name: string) => {
    const call = winmm.func(`uint32 __stdcall ${name}(void *device, void *block, uint32 size)`);
    return (device: Pointer, block: bigint): number => call(device, block, headerBytes);
  };
  const open = winmm.func(
    `uint32 __stdcall ${kind}Open(_Out_ void **device, uint32 which, void *format, uintptr_t callback, uintptr_t instance, uint32 flags)`,
  );
  return {
    count: winmm.func(`uint32 __stdcall ${kind}GetNumDevs()`),
    open(rate) {
      const device: Pointer[] = [null];
      const code = open(device, anyDevice, formatOf(rate), 0, 0, 0);
      if (code !== 0) throw new Error(`${kind}Open says ${code}`);
      return device[0] ?? null;
    },
    prepare: ofBlock(`${kind}PrepareHeader`),
    add: ofBlock(add),
    start: kind === 'waveIn' ? ofDevice('waveInStart') : () => 0,
    reset: ofDevice(`${kind}Reset`),
    unprepare: ofBlock(`${kind}UnprepareHeader`),
    close: ofDevice(`${kind}Close`),
  };
}

/** WAVEFORMATEX of one channel in 16 bits. */
function formatOf(rate: number): Buffer {
  const format = Buffer.alloc(18);
  const [pcm, channels, sampleBytes] = [1, 1, 2];
  format.writeUInt16LE(pcm, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * sampleBytes, 8);
  format.writeUInt16LE(sampleBytes, 12);
  format.writeUInt16LE(8 * sampleBytes, 14);
  return format;
}

/** Sound in memory that Windows reads or writes while it has it. */
export interface WaveBlock {
  readonly address: bigint;
  /** Nobody has it: it was never handed over, or came back. */
  isFree(): boolean;
  /** Puts sound in. */
  fill(samples: Int16Array): void;
  /** A copy of what was recorded. */
  recorded(): Uint8Array;
  /** It is handed over now. */
  given(): void;
  free(): void;
}

export function waveBlock(bytes: number): WaveBlock {
  const koffi = loadKoffi();
  const address: bigint = koffi.alloc('uint8', headerBytes + bytes);
  const memory = koffi.view(address, headerBytes + bytes);
  const head = new DataView(memory, 0, headerBytes);
  const data = new Uint8Array(memory, headerBytes);
  new Uint8Array(memory).fill(0);
  head.setBigUint64(offset.data, address + BigInt(headerBytes), true);
  head.setUint32(offset.length, bytes, true);
  let isGiven = false;
  return {
    address,
    isFree: () => !isGiven || (head.getUint32(offset.flags, true) & doneFlag) !== 0,
    fill(samples) {
      const from = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength).subarray(0, bytes);
      data.set(from);
      head.setUint32(offset.length, from.length, true);
    },
    recorded: () => data.slice(0, head.getUint32(offset.recorded, true)),
    given() {
      isGiven = true;
    },
    free: () => void koffi.free(address),
  };
}
