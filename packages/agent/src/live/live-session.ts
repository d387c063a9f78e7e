import type { Consent } from '@didacto/sdk/contract';
import { type LiveMessage, readMessage, type StudentRoom, writeMessage } from '@didacto/sdk/live';
import type { AgentClock } from '../agent-clock.js';
import type { ScreenSource } from '../capture/source.js';
import type { Log } from '../log.js';
import { type ControlDesk, liveControl } from './live-control.js';
import { type LiveMediaState, liveMedia, type MediaMachine, noMedia } from './live-media.js';
import { type LivePictureState, livePicture, type Watching } from './live-picture.js';
import type { OpenTrack } from './open-track.js';
import type { RtcMedia } from './rtc-media.js';

/** What a session does to this machine. */
export interface LiveSessionOptions {
  readonly room: StudentRoom;
  readonly openSource: () => ScreenSource;
  readonly openTrack: OpenTrack | undefined;
  /** Voice and camera; absent where this machine has no WebRTC. */
  readonly media?: (MediaMachine & { readonly rtc: RtcMedia }) | undefined;
  readonly desk: LiveDesk;
  readonly clock: AgentClock;
  readonly log: Log;
  readonly onChange: () => void;
}

/** Where the student is told what happens, and what a viewer may do beside looking. */
export interface LiveDesk extends ControlDesk {
  /** Shows that somebody watches live. @returns whether the picture may be sent */
  showWatched(name: string, lost: () => void): Promise<boolean>;
  endWatched(): Promise<void>;
  /** Text for this machine's clipboard. */
  setClipboard(text: string): void;
}

export interface LiveState {
  /** Who is in the room with this machine. */
  readonly viewer: string | null;
  readonly route: 'relay' | 'direct' | null;
  readonly picture: LivePictureState;
  readonly control: 'none' | 'asked' | 'on';
  /** What the student allows. */
  readonly consent: Consent;
  readonly media: LiveMediaState;
}

/** The live side of this machine in its room: shows its screen to whoever is there, and lets them help. */
export interface LiveSession {
  state(): LiveState;
  /** What the student allows from now on. */
  setConsent(change: Partial<Consent>): Promise<Consent>;
  /** Resolves when the screen is closed, every key is up and the room is left. */
  stop(): Promise<void>;
}

export function liveSession(options: LiveSessionOptions): LiveSession {
  const { room, desk, clock, log, onChange } = options;
  const say = (message: LiveMessage) => void room.send('messages', writeMessage(message)).catch(() => undefined);
  const picture = livePicture({ ...options, say });
  const control = liveControl({ room, desk, log, onChange });
  const media = options.media ? liveMedia({ ...options.media, room, clock, log, onChange }) : noMedia;
  /** What the viewer asked for, and whether the student has been told of them. */
  let asked: Watching | null = null;
  let toldOf: number | null = null;
  let present = room.peer?.fence;
  let stopped = false;

  const look = () => {
    const { peer, consent } = room;
    const isTold = !stopped && peer !== null && peer.fence === toldOf;
    picture.watch(isTold && consent.screen ? asked : null);
    media.told(isTold);
    onChange();
  };
  const meet = async (): Promise<void> => {
    const { peer } = room;
    if (peer === null || stopped) {
      toldOf = null;
      look();
      return desk.endWatched();
    }
    const { fence, person } = peer;
    const lost = () => {
      if (toldOf !== fence) return;
      toldOf = null;
      look();
      void meet();
    };
    const mayBeSent = await desk.showWatched(person.name, lost);
    if (room.peer?.fence !== fence || stopped) return;
    toldOf = mayBeSent ? fence : null;
    if (!mayBeSent) log.warn('the notice of being watched live cannot be shown, so nothing is sent');
    look();
  };
  const want = (next: Watching | null): void => {
    asked = next;
    look();
  };
  const hear = (message: LiveMessage | undefined): void => {
    switch (message?.type) {
      case 'watch': {
        const { transport: wish, maxWidth: width, maxHeight: height } = message;
        return void want({ wish, most: { width, height } });
      }
      case 'pause':
        return void want(null);
      case 'drawn':
        return void picture.drawn(message.sequence);
      case 'refresh':
        return void picture.refresh();
      case 'clipboard':
        // Whoever may type may paste.
        return void (control.state() === 'on' && desk.setClipboard(message.text));
      case 'listen':
        return void media.listen(message.on);
      case 'ping':
        return void say({ type: 'pong', id: message.id });
      default:
    }
  };
  const off = [
    room.on('peer', (peer) => {
      if (peer?.fence === present) return;
      present = peer?.fence;
      asked = null;
      toldOf = null;
      look();
      void meet();
    }),
    room.on('data', (channel, bytes) => {
      if (channel === 'messages') hear(readMessage(bytes));
      else if (channel === 'input') control.input(bytes);
    }),
    room.on('control', control.changed),
    room.on('consent', look),
    room.on('route', () => {
      picture.rerouted();
      onChange();
    }),
    room.on('reconnecting', () => control.changed(null)),
  ];
  const end = async (): Promise<void> => {
    stopped = true;
    for (const forget of off) forget();
    look();
    media.stop();
    const pictureEnded = picture.stop();
    await Promise.all([control.stop(), meet()]);
    // What was sent last may wait for a way that is lost; it is given up with the room.
    await room.close();
    await pictureEnded;
    onChange();
  };
  let ending: Promise<void> | undefined;
  if (room.peer !== null) void meet();
  control.changed(room.control);
  return {
    state: () => ({
      viewer: stopped ? null : (room.peer?.person.name ?? null),
      route: room.peer === null ? null : room.route,
      picture: picture.sending(),
      control: control.state(),
      consent: room.consent,
      media: media.state(),
    }),
    setConsent: (change) => room.setConsent(change),
    stop() {
      ending ??= end();
      return ending;
    },
  };
}
