import { messageOf } from '../failure.js';
import type { Host } from '../host.js';
import { chooseInput } from '../input/choose-input.js';
import { chooseAudio } from '../live/audio/choose-audio.js';
import { findRtc, type Rtc } from '../live/open-track.js';
import { chooseWindow } from '../live/window/choose-window.js';

/** Whether a thing works here, and a word on how, or why not. */
type Answer = readonly [ok: boolean, detail: string];

interface LiveCheck {
  readonly check: string;
  readonly answer: () => Promise<Answer>;
}

/**
 * What of the live room works at this computer. None of it is needed to be seen on the wall.
 * @param isControlled an agent is playing input now: another one would let go of what it holds down
 */
export function liveChecks(
  { env, platform, run }: Pick<Host, 'env' | 'platform' | 'run'>,
  isControlled: boolean,
): LiveCheck[] {
  const rtc = findRtc();
  return [
    { check: 'webrtc', answer: async () => webrtc(rtc) },
    { check: 'control', answer: async () => (isControlled ? [true, 'is on now'] : control({ env, platform })) },
    { check: 'voice', answer: () => voice(chooseAudio({ platform, env, run }), rtc) },
    { check: 'camera', answer: () => camera(chooseWindow({ platform, env }), rtc) },
  ];
}

const withoutRtc = 'goes by WebRTC alone';

const webrtc = (rtc: Rtc | undefined): Answer =>
  rtc ? [true, 'the live picture goes directly'] : [false, 'not installed: the live picture goes by the server'];

async function control(here: Pick<Host, 'env' | 'platform'>): Promise<Answer> {
  try {
    const input = chooseInput({ ...here, monitors: 'all' });
    const player = await input.open();
    const { name, abilities } = player;
    await player.close();
    const chord = await input.readChord();
    chord.close();
    const parts = (['pointer', 'keys', 'text'] as const).filter((part) => abilities[part]);
    return [true, `${name} plays ${parts.join(', ')}`];
  } catch (error) {
    return [false, messageOf(error)];
  }
}

async function voice({ name, abilities }: ReturnType<typeof chooseAudio>, rtc: Rtc | undefined): Promise<Answer> {
  if (!rtc) return [false, withoutRtc];
  const found = await abilities();
  const parts = (['microphone', 'speaker'] as const).map((part) => (found[part] ? part : `no ${part}`));
  return [found.microphone && found.speaker, `${name}: ${parts.join(', ')}`];
}

async function camera({ name, isAble }: ReturnType<typeof chooseWindow>, rtc: Rtc | undefined): Promise<Answer> {
  if (!rtc) return [false, withoutRtc];
  const able = await isAble();
  return [able, able ? `${name} shows the instructor’s` : `no window for the instructor’s (${name})`];
}
