import type { RoomAbilities } from '@didacto/sdk/contract';
import type { AgentClock } from '../agent-clock.js';
import { chooseSource, type SourceOptions } from '../capture/choose-source.js';
import type { ScreenSource } from '../capture/source.js';
import type { ChosenInput } from '../input/choose-input.js';
import type { Clipboard } from '../input/clipboard.js';
import type { InputBackEnd } from '../input/input-player.js';
import type { AskControl } from './ask-control.js';
import { noAudio } from './audio/audio-back-end.js';
import { chooseAudio } from './audio/choose-audio.js';
import { chooseAskControl } from './choose-ask-control.js';
import { type LiveDeskOptions, liveDesk } from './live-desk.js';
import type { LiveMachine } from './live-keeper.js';
import type { MediaMachine } from './live-media.js';
import { findRtc, type Rtc } from './open-track.js';
import { chooseWindow } from './window/choose-window.js';
import { noWindow } from './window/window-back-end.js';

export interface LiveMachineOptions extends Pick<LiveDeskOptions, 'notifiers' | 'mayWatchUnseen'> {
  readonly screen: SourceOptions;
  readonly input: ChosenInput;
  readonly clipboard: Clipboard;
  readonly clock: AgentClock;
  /** Default: as it is installed. */
  readonly rtc?: Rtc | undefined;
  readonly askControl?: AskControl;
}

/** This computer, as its live room finds it. */
export function liveMachine(options: LiveMachineOptions): LiveMachine {
  const { screen, notifiers, mayWatchUnseen, input, clipboard, clock } = options;
  const { platform, env } = screen;
  const rtc = 'rtc' in options ? options.rtc : findRtc();
  const openSource = () => chooseSource(screen);
  const askControl = options.askControl ?? chooseAskControl(platform, env);
  const media = mediaFor(screen);
  return {
    openSource,
    rtc,
    media,
    abilities: async () => ({
      track: rtc !== undefined,
      tiles: true,
      control: await abilitiesOf(input),
      ...(await mediaAbilities(media, rtc)),
      screen: await sizeOf(openSource()),
    }),
    desk: (lesson) => liveDesk({ notifiers, mayWatchUnseen, askControl, input, clipboard, clock }, lesson),
  };
}

/** At a made-up screen there is nobody to be heard or seen. */
const mediaFor = ({ source, platform, env }: SourceOptions): MediaMachine =>
  source === 'test-pattern'
    ? { audio: noAudio, window: noWindow }
    : { audio: chooseAudio({ platform, env }), window: chooseWindow({ platform, env }) };

/** Voice and camera go by WebRTC alone. */
async function mediaAbilities(
  { audio, window }: MediaMachine,
  rtc: Rtc | undefined,
): Promise<Pick<RoomAbilities, 'microphone' | 'speaker' | 'window'>> {
  if (rtc === undefined) return { microphone: false, speaker: false, window: false };
  const [sound, isAble] = await Promise.all([audio.abilities(), window.isAble()]);
  return { ...sound, window: isAble };
}

async function sizeOf(source: ScreenSource): Promise<RoomAbilities['screen']> {
  const grab = await source.grab(true);
  await source.close();
  return grab.kind === 'frame' ? { width: grab.frame.width, height: grab.frame.height } : null;
}

async function abilitiesOf(backEnd: InputBackEnd): Promise<RoomAbilities['control']> {
  try {
    const player = await backEnd.open();
    const { abilities } = player;
    await player.close();
    return { ...abilities };
  } catch {
    return null;
  }
}
