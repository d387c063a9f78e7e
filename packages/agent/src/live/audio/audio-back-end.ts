/** WebRTC takes sound in 10 ms at a time, at this rate, of one channel, in 16 bits. */
export const sampleRate = 48_000;
export const frameSamples = sampleRate / 100;

export interface AudioAbilities {
  readonly microphone: boolean;
  readonly speaker: boolean;
}

/** Sound of the student, as long as it is open. */
export interface Microphone {
  /** At once: nothing is given any more. */
  end(): void;
}

/** Sound for the student. What comes faster than it is played is thrown away: a voice must not lag behind. */
export interface Speaker {
  /** @param samples of one channel, at the rate it was opened with */
  play(samples: Int16Array): void;
  end(): void;
}

/** How a system is listened to, and made to sound. `lost` is told once, of an end that nobody asked for. */
export interface AudioBackEnd {
  readonly name: string;
  /** What there is now. Rejects never. */
  abilities(): Promise<AudioAbilities>;
  openMicrophone(onFrame: (frame: Int16Array) => void, lost: (why: string) => void): Microphone;
  openSpeaker(rate: number, lost: (why: string) => void): Speaker;
}

/** Of a system whose sound is not known here. */
export const noAudio: AudioBackEnd = {
  name: 'none',
  abilities: async () => ({ microphone: false, speaker: false }),
  openMicrophone() {
    throw new Error('no microphone is known here');
  },
  openSpeaker() {
    throw new Error('no speaker is known here');
  },
};
