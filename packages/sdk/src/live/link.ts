import type { RoomSignal } from '../contract/room-events.js';
import type { RoomChannel } from '../contract/rooms.js';
import { addressed, received } from './addressed.js';
import { channels, type Direct, openDirect } from './direct.js';
import type { RoomEffects } from './effects.js';
import { noBytes, readFrame, writeFrame } from './frame.js';
import type { Ice } from './ice.js';
import { createInbound, type Inbound } from './inbound.js';
import { readMessage, writeMessage } from './messages.js';
import { createOutbound, type Outbound, type Relayed } from './outbound.js';
import type { RoomOptions, RoomRoute, RtcImplementation } from './room.js';
import { measureRoundTrip, type RoundTrip } from './round-trip.js';
import { createSignalQueue, type SignalQueue } from './signal-queue.js';

/** A track that the room sends, whoever the peer is. */
export interface SentMedia {
  readonly track: MediaStreamTrack;
  readonly stream: MediaStream;
}

export interface LinkOptions extends Pick<RoomOptions, 'tuneDescription'> {
  /** Fences of the two sessions; another on either side is another link. */
  readonly me: number;
  readonly peer: number;
  readonly polite: boolean;
  /** Null: by the relay only. */
  readonly rtc: RtcImplementation | null;
  readonly ice: Ice;
  readonly media: ReadonlySet<SentMedia>;
  readonly effects: RoomEffects;
  readonly signal: (signal: RoomSignal) => Promise<Relayed>;
  readonly relay: (channel: RoomChannel, bytes: Uint8Array) => Promise<Relayed>;
  readonly on: {
    readonly data: (channel: RoomChannel, bytes: Uint8Array) => void;
    readonly route: (route: RoomRoute) => void;
    readonly track: (track: MediaStreamTrack, stream: MediaStream) => void;
    readonly pageEnd: () => void;
  };
}

/** What binds two sessions: channels that go by data channel or relay, and media. */
export class Link {
  readonly #options: LinkOptions;
  readonly #out = new Map<RoomChannel, Outbound>();
  readonly #in = new Map<RoomChannel, Inbound>();
  readonly #roundTrip: RoundTrip;
  readonly #signals: SignalQueue;
  readonly #sent = new Map<SentMedia, () => void>();
  #direct: Direct | undefined;
  /** What the peer said before the connection was made here. */
  #early: RoomSignal[] = [];
  #ended = false;
  #stopIce: () => void = () => undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { effects, peer, relay, on } = options;
    for (const channel of channels) {
      this.#out.set(
        channel,
        createOutbound(
          peer,
          {
            direct: () => (this.#direct?.isOpen() ? this.#direct.way(channel) : undefined),
            relay: (frame) => relay(channel, frame),
          },
          effects,
        ),
      );
      const deliver = channel === 'messages' ? this.#takeMessage : (bytes: Uint8Array): void => on.data(channel, bytes);
      this.#in.set(
        channel,
        createInbound(deliver, (number) => this.#tell(channel, number), effects),
      );
    }
    this.#roundTrip = measureRoundTrip((message) => void this.send('messages', writeMessage(message)), effects);
    this.#signals = createSignalQueue(options.signal, effects);
    // A runtime that will not have this connection leaves the relay.
    this.#openDirect().catch(() => undefined);
  }

  get peer(): number {
    return this.#options.peer;
  }

  get roundTripMs(): number | null {
    return this.#roundTrip.ms();
  }

  send(channel: RoomChannel, bytes: Uint8Array): Promise<boolean> {
    return this.#out.get(channel)?.send(bytes) ?? Promise.resolve(false);
  }

  takeSignal(signal: RoomSignal): void {
    const heard = received(signal, this.#options.me);
    if (heard === undefined) return;
    if (this.#direct) this.#direct.take(heard);
    else if (this.#options.rtc !== null && this.#early.length < 100) this.#early.push(heard);
  }

  /** @returns false where it must come again */
  takeFrame(channel: RoomChannel, bytes: Uint8Array, way: 'direct' | 'relay'): boolean {
    const frame = readFrame(bytes);
    // Meant for the session before, or no frame: there is nothing to do about it.
    if (this.#ended || frame?.to !== this.#options.me) return true;
    if (frame.kind !== 'taken') return this.#in.get(channel)?.take(frame, way) ?? true;
    this.#out.get(channel)?.confirm(frame.number);
    return true;
  }

  addMedia(media: SentMedia): void {
    const remove = this.#direct?.addTrack(media.track, media.stream);
    if (remove) this.#sent.set(media, remove);
  }

  removeMedia(media: SentMedia): void {
    this.#sent.get(media)?.();
    this.#sent.delete(media);
  }

  /** What waits goes again, by the way there is now. */
  renew(): void {
    for (const out of this.#out.values()) out.renew();
  }

  async report(): Promise<RTCStatsReport | undefined> {
    return this.#ended ? undefined : this.#direct?.report().catch(() => undefined);
  }

  end(): void {
    this.#ended = true;
    this.#stopIce();
    this.#signals.end();
    this.#roundTrip.end();
    for (const out of this.#out.values()) out.end();
    for (const each of this.#in.values()) each.end();
    this.#direct?.close();
  }

  async #openDirect(): Promise<void> {
    const { rtc, ice, polite, effects, tuneDescription, on, peer, media } = this.#options;
    if (rtc === null) return;
    const configuration = await ice.get();
    if (this.#ended) return;
    const direct = openDirect({
      ...{ rtc, configuration, polite, effects },
      ...(tuneDescription && { tuneDescription }),
      on: {
        signal: (signal) => this.#signals.send(addressed(signal, peer)),
        open: (open) => this.#changeWay(open),
        frame: (channel, bytes) => void this.takeFrame(channel, bytes, 'direct'),
        low: (channel) => this.#out.get(channel)?.go(),
        track: on.track,
        pageEnd: on.pageEnd,
      },
    });
    this.#direct = direct;
    this.#stopIce = ice.watch((newer) => direct.configure(newer));
    for (const each of media) this.addMedia(each);
    for (const signal of this.#early.splice(0)) direct.take(signal);
  }

  #changeWay(open: boolean): void {
    this.renew();
    this.#options.on.route(open ? 'direct' : 'relay');
  }

  /** A relayed message is answered by itself; what came by data channel is confirmed by it, else it comes again. */
  #tell(channel: RoomChannel, number: number): void {
    const { peer } = this.#options;
    if (this.#direct?.isOpen())
      this.#direct.way(channel).send(writeFrame({ kind: 'taken', to: peer, number, bytes: noBytes }));
  }

  readonly #takeMessage = (bytes: Uint8Array): void => {
    const message = readMessage(bytes);
    if (message === undefined || !this.#roundTrip.take(message)) this.#options.on.data('messages', bytes);
  };
}
