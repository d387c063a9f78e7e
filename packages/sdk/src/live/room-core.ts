import type { IceServers, RoomEntry, RoomPeer, RoomPlace } from '../contract/rooms.js';
import type { RoomEffects } from './effects.js';
import { createEmitter } from './emitter.js';
import { createIce, type Ice } from './ice.js';
import { Link, type SentMedia } from './link.js';
import { createMeter, type Meter } from './meter.js';
import { endingOf, isPassing, relayedOf } from './refusals.js';
import { createReturn, type Return } from './return.js';
import type { RoomEnd, RoomEvents, RoomOptions, RoomRoute, RoomStats, RtcImplementation } from './room.js';
import type { Granted, Refusal, RoomWire, Told, WireListener } from './wire.js';

export interface RoomParts extends Pick<RoomOptions, 'tuneDescription'> {
  readonly side: 'instructor' | 'student';
  readonly wire: RoomWire;
  /** Enters, as a new session each time. @param left the place it had, where it comes back */
  readonly enter: (left?: RoomPlace) => Promise<Granted<'room.join' | 'room.attend'> | Refusal>;
  readonly rtc: RtcImplementation | null;
  readonly iceServers: (lectureId: string) => Promise<IceServers>;
  readonly effects: RoomEffects;
  /** The room no longer needs its wire. */
  readonly release: () => void;
}

interface Inside {
  readonly entry: RoomEntry;
  peer: RoomPeer | null;
  control: RoomEntry['control'];
  consent: RoomEntry['consent'];
}

/** What both sides of a room have in common: a session that comes back, and the link to whoever is the peer. */
export class RoomCore {
  readonly events = createEmitter<RoomEvents>();
  readonly #parts: RoomParts;
  readonly #unlisten: () => void;
  readonly #early: (() => void)[];
  readonly #ice: Ice;
  readonly #meter: Meter;
  readonly #media = new Set<SentMedia>();
  readonly #return: Return;
  #inside: Inside;
  #latestControlId: string | undefined;
  #link: Link | undefined;
  #route: RoomRoute = 'relay';
  #state: 'entering' | 'in' | 'away' | 'over' = 'entering';
  #stopRenewing: () => void = () => undefined;

  constructor(parts: RoomParts, entry: RoomEntry, unlisten: () => void, early: (() => void)[]) {
    const { effects, iceServers, enter, wire } = parts;
    this.#parts = parts;
    this.#unlisten = unlisten;
    this.#early = early;
    this.#ice = createIce(() => iceServers(entry.lectureId), effects, entry.iceTransportPolicy);
    this.#meter = createMeter(effects);
    this.#inside = insideOf(entry);
    this.#return = createReturn({
      ...{ enter: () => enter(this.place), effects },
      connected: wire.connected,
      back: (newer) => this.#comeBack(newer),
      refused: (code) => this.end(endingOf(code)),
    });
    this.#begin();
    // The caller's listeners are in place by then.
    effects.after(0, () => this.#listen());
  }

  get inside(): Readonly<Inside> {
    return this.#inside;
  }

  get route(): RoomRoute {
    return this.#route;
  }

  get place(): RoomPlace {
    const { roomId, fence } = this.#inside.entry;
    return { roomId, fence };
  }

  /** Also of the control that just ended: its count may come after. */
  get latestControlId(): string | undefined {
    return this.#latestControlId;
  }

  get #isOver(): boolean {
    return this.#state === 'over';
  }

  send: Link['send'] = (channel, bytes) => this.#link?.send(channel, bytes) ?? Promise.resolve(false);

  addTrack(track: MediaStreamTrack, stream: MediaStream): () => void {
    const media = { track, stream };
    this.#media.add(media);
    this.#link?.addMedia(media);
    return () => {
      this.#media.delete(media);
      this.#link?.removeMedia(media);
    };
  }

  async stats(): Promise<RoomStats> {
    const link = this.#link;
    const rates = this.#meter.read(await link?.report());
    return { route: this.#route, roundTripMs: link?.roundTripMs ?? null, ...rates };
  }

  setControl(control: Inside['control']): void {
    const { control: before } = this.#inside;
    this.#inside.control = control;
    this.#latestControlId = control?.id ?? this.#latestControlId;
    if (control?.id === before?.id && control?.state === before?.state) return;
    // What the server would not relay before it may relay now.
    this.#link?.renew();
    this.events.each('control', (listener) => listener(control));
  }

  async close(): Promise<void> {
    if (this.#isOver || this.#state === 'away') return this.end('closed');
    const { place } = this;
    this.end('closed', () => undefined);
    await this.#parts.wire.leave(place);
    this.#parts.release();
  }

  end(code: RoomEnd, release = this.#parts.release): void {
    if (this.#isOver) return;
    this.#state = 'over';
    this.#unlisten();
    this.#return.stop();
    this.#stopRenewing();
    this.#endLink();
    for (const { track } of this.#media) track.stop();
    this.#media.clear();
    release();
    this.events.each('ended', (listener) => listener(code));
    this.events.clear();
  }

  readonly listener: WireListener = {
    connected: () => {
      if (this.#state === 'away') this.#return.go();
    },
    lost: () => this.#lose(),
    refused: (code) => this.end(code === 'forbidden' || code === 'scope_missing' ? 'forbidden' : 'session_ended'),
    peer: (told) => this.#whenMine(told, () => this.#setPeer(told.peer)),
    signal: (told) =>
      this.#whenMine(told, () => {
        if (told.from === this.#link?.peer) this.#link.takeSignal(told.signal);
      }),
    relay: (told, ready) => this.#takeRelay(told, ready),
    ended: (told) => this.#whenMine(told, () => this.end(told.code)),
    control: (told) => this.#whenMine(told, () => this.setControl(told.control)),
    consent: (told) =>
      this.#whenMine(told, () => {
        this.#inside.consent = told.consent;
        this.events.each('consent', (listener) => listener(told.consent));
      }),
  };

  #whenMine(told: RoomPlace, run: () => void): void {
    if (this.#isOver) return;
    if (this.#state !== 'in') this.#early.push(() => this.#whenMine(told, run));
    else if (told.roomId === this.place.roomId && told.fence === this.place.fence) run();
  }

  #takeRelay(told: Told<'room.relay'>, ready: () => void): void {
    this.#whenMine(told, () => {
      const link = this.#link;
      const bytes = bytesOf(told.bytes);
      this.#meter.received(bytes.length);
      // From a session before, it is of no use to anyone; from one not known yet, it comes again.
      const isOld = link !== undefined && told.from < link.peer;
      if (isOld || (link?.peer === told.from && link.takeFrame(told.channel, bytes, 'relay'))) ready();
    });
  }

  /** In, by a new entry: everything with the peer begins anew, for a fence is new. */
  #begin(): void {
    this.#makeLink(this.#inside.peer);
    this.#renew();
  }

  #listen(): void {
    if (this.#state !== 'entering') return;
    this.#state = 'in';
    for (const run of this.#early.splice(0)) run();
  }

  #lose(): void {
    if (this.#isOver || this.#state === 'away') return;
    this.#early.length = 0;
    this.#stopRenewing();
    this.#state = 'away';
    this.events.each('reconnecting', (listener) => listener());
  }

  #comeBack(entry: RoomEntry): void {
    // Closed in the meantime: nobody would renew it.
    if (this.#isOver) return void this.#parts.wire.leave({ roomId: entry.roomId, fence: entry.fence });
    this.#state = 'entering';
    this.#inside = insideOf(entry);
    this.#begin();
    this.events.each('reconnected', (listener) => listener(entry));
    this.#listen();
  }

  #renew(): void {
    const { wire, effects } = this.#parts;
    const { place } = this;
    this.#stopRenewing();
    this.#stopRenewing = effects.after(this.#inside.entry.ttlMs / 3, async () => {
      this.#renew();
      const answer = await wire.renew(place);
      const isSame = place.fence === this.place.fence && this.#state === 'in';
      if (isSame && !answer.ok && !isPassing(answer.code)) this.end(endingOf(answer.code));
    });
  }

  #setPeer(peer: RoomPeer | null): void {
    this.#inside.peer = peer;
    if (peer?.fence !== this.#link?.peer) this.#makeLink(peer);
    this.events.each('peer', (listener) => listener(peer));
  }

  #makeLink(peer: RoomPeer | null): void {
    this.#endLink();
    if (peer === null) return;
    const { wire, side, rtc, effects, tuneDescription } = this.#parts;
    const { place } = this;
    this.#link = new Link({
      ...{
        me: place.fence,
        peer: peer.fence,
        polite: side === 'student',
        rtc,
        ice: this.#ice,
        media: this.#media,
        effects,
      },
      ...(tuneDescription && { tuneDescription }),
      signal: async (signal) => relayedOf(await wire.signal({ ...place, signal })),
      relay: async (channel, bytes) => {
        const relayed = relayedOf(await wire.relay({ ...place, channel, bytes }));
        if (relayed === 'taken') this.#meter.sent(bytes.length);
        return relayed;
      },
      on: {
        data: (channel, bytes) => this.events.each('data', (listener) => listener(channel, bytes)),
        route: (route) => this.#setRoute(route),
        track: (track, stream) => this.events.each('track', (listener) => listener(track, stream)),
        pageEnd: () => void this.close(),
      },
    });
  }

  #endLink(): void {
    this.#link?.end();
    this.#link = undefined;
    this.#setRoute('relay');
  }

  #setRoute(route: RoomRoute): void {
    if (this.#route === route) return;
    this.#route = route;
    if (!this.#isOver) this.events.each('route', (listener) => listener(route));
  }
}

const insideOf = (entry: RoomEntry): Inside => ({
  ...{ entry, peer: entry.peer, control: entry.control, consent: entry.consent },
});

/** socket.io gives a browser the buffer, whatever the type says. */
const bytesOf = (bytes: Uint8Array | ArrayBuffer): Uint8Array =>
  bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
