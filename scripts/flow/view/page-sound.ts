import { shareAt } from '../../../packages/agent/src/live/audio/testing/tone.js';
import type { Tab } from './page.js';

/** Runs in the page before its own code: keeps the element by which it plays sound. */
export function keepVoice(): void {
  window.Audio = new Proxy(window.Audio, {
    construct(Native) {
      const voice = new Native();
      Object.assign(window, { voice });
      return voice;
    },
  });
}

/** Whether a tone is in what the page plays just now. */
export async function pageHears({ page }: Tab, hertz: number): Promise<boolean> {
  return shareAt(hertz, Int16Array.from(await page.evaluate(newestSound))) > 0.8;
}

/** Runs in the page: the newest 100 ms of what it plays, at 48 kHz; none where it plays nothing. */
function newestSound(): number[] {
  const voice: unknown = Reflect.get(window, 'voice');
  if (!(voice instanceof HTMLAudioElement) || voice.muted || voice.paused) return [];
  const { srcObject } = voice;
  if (!(srcObject instanceof MediaStream)) return [];
  const kept: unknown = Reflect.get(srcObject, 'ear');
  if (!(kept instanceof AnalyserNode)) {
    const context = new AudioContext({ sampleRate: 48_000 });
    const ear = new AnalyserNode(context, { fftSize: 8192 });
    context.createMediaStreamSource(srcObject).connect(ear);
    Object.assign(srcObject, { ear });
    return [];
  }
  const samples = new Float32Array(4_800);
  kept.getFloatTimeDomainData(samples);
  return [...samples].map((sample) => sample * 32_767);
}
