import { type InstructorRoom, type LiveMessage, type RoomEnd, readMessage, writeMessage } from '@didacto/sdk/live';
import type { WallClock } from '../../wall/clock.js';
import { errorCode } from '../error-code.js';
import type { InputSender } from '../page/input-sender.js';
import { type ControlNews, type ControlState, controlNews, controlStateOf, inputTo } from '../room-control.js';

/** What is asked for: no more pixels than can be shown. */
export interface PictureSize {
  readonly maxWidth: number;
  readonly maxHeight: number;
}

export type LinkPhase = 'connecting' | 'waiting' | 'connected' | 'reconnecting';

/** Why there is nothing to come back to. */
export type LinkEnd =
  | { readonly by: 'room'; readonly code: RoomEnd }
  | { readonly by: 'refusal'; readonly code: string };

export type LinkNotice = ControlNews | 'noControl' | 'noStudent';

export interface LinkParts {
  readonly join: () => Promise<InstructorRoom>;
  readonly clock: WallClock;
  /** Null: no picture can be shown here. */
  readonly pictureSize: () => PictureSize | null;
  readonly onTiles: (bytes: Uint8Array) => void;
  /** Another session sends from now on, or none. */
  readonly onPeer: () => void;
  readonly onChange: () => void;
  /** Null: what was said last is true no more. */
  readonly onNotice: (notice: LinkNotice | null) => void;
  readonly onRefusal: (code: string | undefined) => void;
  readonly onEnd: (end: LinkEnd) => void;
}

const retryMs = 2_000;
const measureMs = 1_000;
const refreshMs = 1_000;
const partingMs = 3_000;

/** The way to one student: enters the room, and enters again when the student comes back. */
export class LiveLink {
  phase: LinkPhase = 'connecting';
  roundTripMs: number | null = null;
  /** For what is done at the terminal, while control is on. */
  sender: InputSender | null = null;
  #room: InstructorRoom | null = null;
  #control: ControlState = 'off';
  #sends = true;
  #stopped = false;
  #visit: Promise<void> = Promise.resolve();
  #cancelRetry = () => {};
  #cancelMeasure = () => {};
  #cancelRefreshHold: (() => void) | null = null;
  #studentName = '';

  constructor(private readonly parts: LinkParts) {}

  start(): void {
    this.#measure();
    this.#enter();
  }

  get control(): ControlState {
    return this.#control;
  }

  get studentName(): string {
    return this.#studentName;
  }

  /** Who has control. */
  get controlledBy(): string {
    return this.#room?.control?.by.name ?? '';
  }

  /** Why there can be no picture; null where one is there or may come. */
  get without(): 'noScreen' | 'waiting' | 'noPicture' | null {
    if (this.#room && !this.#room.consent.screen) return 'noScreen';
    if (this.#room && this.#room.peer === null) return 'waiting';
    return this.#sends ? null : 'noPicture';
  }

  /** Says how the picture is to come: at first, and when the size of the terminal has changed. */
  watch(): void {
    const size = this.parts.pictureSize();
    this.#say(size ? { type: 'watch', transport: 'tiles', ...size } : { type: 'pause' });
  }

  drawn(sequence: number): void {
    this.#sends = true;
    this.#say({ type: 'drawn', sequence });
  }

  /** Asks for a whole picture; once in a while, for what is under way may be broken still. */
  refresh(): void {
    if (this.#cancelRefreshHold) return;
    this.#cancelRefreshHold = this.parts.clock.after(refreshMs, () => {
      this.#cancelRefreshHold = null;
    });
    this.#say({ type: 'refresh' });
  }

  /** Takes control, or ends it. */
  async toggleControl(): Promise<void> {
    const room = this.#room;
    if (!room?.peer) return this.parts.onNotice('noStudent');
    if (room.peer.abilities?.control === null) return this.parts.onNotice('noControl');
    try {
      if (this.#control === 'on' || this.#control === 'asked') {
        this.sender?.release();
        await room.endControl();
      } else await room.takeControl();
      this.#update();
    } catch (error) {
      this.parts.onRefusal(errorCode(error));
    }
  }

  /** Leaves: control ends, the room is left. */
  async close(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry();
    this.#cancelMeasure();
    this.#cancelRefreshHold?.();
    this.sender?.release();
    let cancelParting = () => {};
    const parting = new Promise<void>((resolve) => {
      cancelParting = this.parts.clock.after(partingMs, resolve);
    });
    await Promise.race([this.#leave(), parting]);
    cancelParting();
  }

  async #leave(): Promise<void> {
    const room = this.#room;
    if (this.#control === 'on' || this.#control === 'asked') await room?.endControl().catch(() => undefined);
    await room?.close().catch(() => undefined);
    await this.#visit;
  }

  #enter(): void {
    this.#visit = this.parts.join().then(
      (room) => this.#show(room),
      (error: unknown) => this.#afterRefusal(errorCode(error)),
    );
  }

  async #show(room: InstructorRoom): Promise<void> {
    if (this.#stopped) return void (await room.close());
    this.#room = room;
    this.#studentName = room.entry.student.name;
    room.on('data', (channel, bytes) => {
      if (channel === 'tiles') this.parts.onTiles(bytes);
      if (channel === 'messages') this.#onMessage(readMessage(bytes));
    });
    room.on('peer', () => this.#begin());
    room.on('consent', () => this.#update());
    room.on('control', () => this.#update());
    room.on('reconnecting', () => this.#enterPhase('reconnecting'));
    room.on('reconnected', () => this.#begin());
    room.on('ended', (code) => this.#afterEnd(code));
    this.#begin();
  }

  /** With whoever is on the other side now. */
  #begin(): void {
    this.#sends = true;
    this.parts.onPeer();
    if (this.#room?.peer) this.watch();
    this.#update();
    this.#enterPhase('connected');
  }

  #onMessage(message: LiveMessage | undefined): void {
    if (message?.type !== 'sending') return;
    // A picture that is no longer kept up to date is not to be taken for the screen.
    this.#sends = message.transport !== 'none';
    this.parts.onChange();
  }

  #update(): void {
    const room = this.#room;
    const control = room?.control ?? null;
    const before = this.#control;
    this.#control = room === null ? 'off' : controlStateOf(room);
    if (before !== this.#control) {
      this.sender?.clear();
      this.sender = this.#control === 'on' && room && control ? inputTo(room, control.id) : null;
      const news = controlNews(before, this.#control);
      // Where the room is gone nobody has said no: there is nobody any more to be asked.
      if (!room && before === 'asked') this.parts.onNotice(null);
      else if (news) this.parts.onNotice(news);
    }
    this.parts.onChange();
  }

  #enterPhase(phase: LinkPhase): void {
    this.phase = phase;
    if (phase !== 'connected') this.roundTripMs = null;
    this.parts.onChange();
  }

  #afterEnd(code: RoomEnd): void {
    this.#room = null;
    this.#update();
    this.parts.onPeer();
    if (this.#stopped) return;
    if (code === 'student_gone' || code === 'room_session_expired') this.#retry('waiting');
    else this.parts.onEnd({ by: 'room', code });
  }

  #afterRefusal(code: string | undefined): void {
    if (this.#stopped) return;
    if (code === 'student_absent') this.#retry('waiting');
    else if (code === undefined || code === 'connection_lost') this.#retry('reconnecting');
    else this.parts.onEnd({ by: 'refusal', code });
  }

  #retry(phase: LinkPhase): void {
    this.#enterPhase(phase);
    this.#cancelRetry = this.parts.clock.after(retryMs, () => this.#enter());
  }

  #measure(): void {
    this.#cancelMeasure = this.parts.clock.after(measureMs, () => {
      const room = this.#room;
      if (room && this.phase === 'connected') {
        room.stats().then(
          ({ roundTripMs }) => {
            if (room !== this.#room || this.phase !== 'connected' || roundTripMs === this.roundTripMs) return;
            this.roundTripMs = roundTripMs;
            this.parts.onChange();
          },
          () => undefined,
        );
      }
      this.#measure();
    });
  }

  #say(message: LiveMessage): void {
    // Where nobody takes it, the next peer is told anew.
    this.#room?.send('messages', writeMessage(message)).catch(() => undefined);
  }
}
