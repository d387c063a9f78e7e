import { type InstructorRoom, writeMessage } from '@didacto/sdk/live';
import { button, find, setAble, setPressed, whyNot } from './dom.js';
import { LateDevice } from './late-device.js';
import type { Words } from './words.js';

type Kind = 'audio' | 'video';

interface Sent {
  readonly track: MediaStreamTrack;
  takeBack: (() => void) | undefined;
}

/** Camera and voice of the one at this page, and the student's voice. They stay on over rooms, until they are put off. */
export class Media {
  readonly #voice = new Audio();
  readonly #self = find('#self', HTMLVideoElement);
  readonly #sent = new Map<Kind, Sent>();
  readonly #devices = { audio: new LateDevice<MediaStream>(), video: new LateDevice<MediaStream>() };
  readonly #buttons = { hear: button('hear'), speak: button('speak'), camera: button('camera') };
  #room: InstructorRoom | undefined;

  constructor(
    private readonly words: Words,
    private readonly say: (text: string) => void,
  ) {
    this.#voice.autoplay = true;
    this.#voice.muted = true;
    const { hear, speak, camera } = this.#buttons;
    this.#onPress(hear, () => this.#hear());
    this.#onPress(speak, () => this.#send('audio', speak));
    this.#onPress(camera, () => this.#send('video', camera));
  }

  /** Gives what is on to a new room, for as long as the signal lasts. */
  enter(room: InstructorRoom, signal: AbortSignal): void {
    this.#room = room;
    const update = () => this.#update(room);
    const stops = [
      room.on('track', (track) => {
        if (track.kind === 'audio') this.#voice.srcObject = new MediaStream([track]);
      }),
      room.on('peer', update),
      room.on('consent', update),
      room.on('reconnected', update),
    ];
    for (const sent of this.#sent.values()) sent.takeBack = room.addTrack(sent.track, new MediaStream([sent.track]));
    update();
    signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
      for (const sent of this.#sent.values()) sent.takeBack = undefined;
      this.#room = undefined;
      this.#voice.srcObject = null;
    });
  }

  /** Puts camera and voice off: there is nobody to send them to any more. */
  stop(): void {
    this.#stop('audio', this.#buttons.speak);
    this.#stop('video', this.#buttons.camera);
    this.#mute(true);
  }

  #onPress(target: HTMLButtonElement, act: () => void | Promise<void>): void {
    target.addEventListener('click', async () => {
      const why = whyNot(target);
      if (why !== null) return this.say(why);
      try {
        await act();
      } catch (error) {
        const isMissing = error instanceof DOMException && error.name === 'NotFoundError';
        this.say(isMissing ? this.words.noDevice : this.words.deviceRefused);
      }
    });
  }

  #update({ peer, consent }: InstructorRoom): void {
    const { words } = this;
    const { hear, speak, camera } = this.#buttons;
    const abilities = peer?.abilities;
    const voice = consent.voice ? null : words.noConsentVoice;
    setAble(hear, abilities?.microphone === false ? words.noMicrophone : voice);
    setAble(speak, abilities?.speaker === false ? words.noSpeaker : voice);
    setAble(camera, abilities?.window === false ? words.noWindow : consent.camera ? null : words.noConsentCamera);
    if (whyNot(speak) !== null) this.#stop('audio', speak);
    if (whyNot(camera) !== null) this.#stop('video', camera);
    if (whyNot(hear) !== null) this.#mute(true);
    // Whoever is there now has not been told yet.
    else this.#ask();
  }

  async #hear(): Promise<void> {
    this.#mute(!this.#voice.muted);
    // A page may only make a sound once somebody has pressed something in it: now.
    if (!this.#voice.muted && this.#voice.srcObject) await this.#voice.play();
  }

  #mute(muted: boolean): void {
    const isOther = this.#voice.muted !== muted;
    this.#voice.muted = muted;
    setPressed(this.#buttons.hear, !muted);
    if (isOther) this.#ask();
  }

  /** Says whether the student's microphone is wanted: it is off until it is. */
  #ask(): void {
    const message = writeMessage({ type: 'listen', on: !this.#voice.muted });
    void this.#room?.send('messages', message).catch(() => undefined);
  }

  async #send(kind: Kind, target: HTMLButtonElement): Promise<void> {
    if (this.#devices[kind].isWanted) return this.#stop(kind, target);
    const wanted =
      kind === 'video' ? { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15 } } : true;
    const stream = await this.#devices[kind].open(() => navigator.mediaDevices.getUserMedia({ [kind]: wanted }));
    const [track] = stream?.getTracks() ?? [];
    if (stream === undefined || track === undefined) return;
    const sent: Sent = { track, takeBack: this.#room?.addTrack(track, stream) };
    this.#sent.set(kind, sent);
    track.addEventListener('ended', () => this.#stop(kind, target));
    setPressed(target, true);
    if (kind === 'video') this.#showSelf(stream);
  }

  #stop(kind: Kind, target: HTMLButtonElement): void {
    this.#devices[kind].forget();
    const sent = this.#sent.get(kind);
    if (sent === undefined) return;
    this.#sent.delete(kind);
    sent.takeBack?.();
    sent.track.stop();
    setPressed(target, false);
    if (kind === 'video') this.#showSelf(null);
  }

  #showSelf(stream: MediaStream | null): void {
    this.#self.srcObject = stream;
    this.#self.hidden = stream === null;
  }
}
