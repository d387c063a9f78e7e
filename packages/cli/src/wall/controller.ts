import type { Language } from '../i18n/index.js';
import type { WallMessages } from '../i18n/wall.js';
import type { WallClock } from './clock.js';
import { buildFrame, type FrameInput, filteredTiles, situationOf, type WallFrame } from './frame.js';
import type { WallKey } from './keys.js';
import type { Size } from './layout.js';
import type { WallSnapshot, WallSource } from './model.js';
import type { Palette } from './palette.js';
import type { WantedPicture } from './picture/painter.js';
import { textChanged } from './text-changed.js';
import {
  initialView,
  pressKey,
  settleView,
  type WallAction,
  type WallEffect,
  type WallNotice,
  type WallStep,
  type WallView,
} from './view-state.js';

// Changes are gathered for a moment, so that pictures that come together are drawn together: the newest of each wins.
const FRAME_MS = 25;
const TICK_MS = 1000;

/** The screen as the controller drives it. */
export interface WallDisplay {
  /** Lays out and keeps the frame's text. */
  showText(frame: WallFrame): void;
  /** Keeps the pictures; returns those that cannot be read. */
  showPictures(wanted: readonly WantedPicture[]): WantedPicture[];
  /** Writes what changed to the terminal. */
  flush(onDrain: () => void): void;
  readonly blocked: boolean;
  resize(size: Size): void;
  readonly noPictures: FrameInput['noPictures'];
}

/** What a wall is put together from. */
export interface WallParts {
  source: WallSource;
  display: WallDisplay;
  clock: WallClock;
  language: Language;
  texts: WallMessages;
  palette: Palette;
  size: Size;
  /** Called for what only the process can do. */
  onQuit(interrupted: boolean): void;
  onSuspend(): void;
  /** Where students can be viewed live. */
  live?: {
    /** Takes the terminal, until the controller is resumed. */
    open(studentId: string): void;
    /** Opens a browser; returns what to tell. */
    openPage(studentId: string): Promise<string>;
  };
}

/** Brings source, keys and screen together. */
export class WallController {
  #view: WallView = initialView;
  #size: Size;
  #busy = false;
  #stopped = false;
  /** The terminal is somebody else's meanwhile. */
  #paused = false;
  #textDirty = true;
  #frame: WallFrame | null = null;
  #shown: WallSnapshot | null = null;
  readonly #unreadable = new Map<string, number>();
  #cancelFlush: (() => void) | null = null;
  #cancelTick = () => {};
  #unsubscribe = () => {};

  constructor(private readonly parts: WallParts) {
    this.#size = parts.size;
  }

  start(): void {
    this.#unsubscribe = this.parts.source.subscribe(() => this.#schedule());
    this.parts.display.resize(this.#size);
    this.#tick();
    this.#flush();
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    this.#cancelTick();
    this.#cancelFlush?.();
  }

  readonly press = (key: WallKey): void => {
    if (this.#stopped || this.#paused) return;
    const doing = { busy: this.#busy, live: this.parts.live !== undefined };
    const situation = situationOf(this.parts.source.snapshot(), this.#view, this.#size, doing);
    this.#apply(pressKey(this.#view, key, situation));
    this.#textDirty = true;
    this.#schedule();
  };

  /** Draws everything anew, at a new size or because the terminal lost it. */
  resize(size: Size): void {
    if (this.#stopped) return;
    this.#size = size;
    this.parts.display.resize(size);
    this.#textDirty = true;
    this.#schedule();
  }

  /** Draws nothing and takes no keys until `resume`. */
  pause(): void {
    this.#paused = true;
  }

  /** Draws everything anew, and tells what there is to tell. */
  resume(size: Size, message: string | null): void {
    this.#paused = false;
    if (message !== null) this.#view = { ...this.#view, notice: { kind: 'told', message } };
    this.resize(size);
  }

  #apply(step: WallStep): void {
    this.#view = step.view;
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: WallEffect): void {
    switch (effect.kind) {
      case 'quit':
        this.parts.onQuit(effect.interrupted);
        break;
      case 'suspend':
        this.parts.onSuspend();
        break;
      case 'view':
        this.parts.source.viewStudent(effect.studentId);
        break;
      case 'live':
        this.parts.live?.open(effect.studentId);
        break;
      case 'page':
        void this.#during(async () => ({
          kind: 'told',
          message: (await this.parts.live?.openPage(effect.studentId)) ?? '',
        }));
        break;
      case 'act':
        void this.#during(() => this.#carryOut(effect.action));
    }
  }

  async #during(work: () => Promise<WallNotice>): Promise<void> {
    this.#busy = true;
    const notice = await work().catch(
      (error: unknown): WallNotice => ({
        kind: 'failed',
        message: error instanceof Error ? error.message : String(error),
      }),
    );
    this.#busy = false;
    this.#view = { ...this.#view, notice };
    this.#textDirty = true;
    this.#schedule();
  }

  async #carryOut(action: WallAction): Promise<WallNotice> {
    const { source } = this.parts;
    if (action === 'accept') return { kind: 'accepted', count: (await source.acceptWaiting()).accepted };
    if (action === 'start') {
      await source.startLesson();
      return { kind: 'started' };
    }
    await source.endLesson();
    return { kind: 'ended' };
  }

  // Ages are told in whole seconds: one text frame a second keeps them, however many pictures come.
  #tick(): void {
    this.#cancelTick = this.parts.clock.after(TICK_MS, () => {
      this.#textDirty = true;
      this.#schedule();
      this.#tick();
    });
  }

  #schedule(): void {
    if (this.#stopped || this.#cancelFlush) return;
    this.#cancelFlush = this.parts.clock.after(FRAME_MS, () => {
      this.#cancelFlush = null;
      this.#flush();
    });
  }

  #flush(): void {
    const { display, source } = this.parts;
    if (this.#stopped || this.#paused || display.blocked) return;
    const snapshot = source.snapshot();
    if (this.#frame === null || this.#textDirty || this.#shown === null || textChanged(this.#shown, snapshot)) {
      this.#frame = this.#layOut(snapshot);
      display.showText(this.#frame);
    }
    this.#shown = snapshot;
    for (const { studentId, picture } of display.showPictures(wantedPictures(this.#frame, snapshot))) {
      this.#unreadable.set(studentId, picture.version);
      this.#textDirty = true;
    }
    display.flush(() => this.#flush());
    if (this.#textDirty) this.#schedule();
  }

  #layOut(snapshot: WallSnapshot): WallFrame {
    this.#textDirty = false;
    const ids = filteredTiles(snapshot, this.#view.filter).map((tile) => tile.studentId);
    this.#apply(settleView(this.#view, ids));
    const { language, texts, palette, display, source } = this.parts;
    const frame = buildFrame({
      snapshot,
      view: this.#view,
      size: this.#size,
      busy: this.#busy,
      noPictures: display.noPictures,
      unreadable: this.#unreadable,
      now: source.now(),
      language,
      texts,
      palette,
    });
    this.#view = { ...this.#view, firstRow: frame.firstRow };
    return frame;
  }
}

function wantedPictures(frame: WallFrame, snapshot: WallSnapshot): WantedPicture[] {
  const pictures = new Map(snapshot.tiles.map(({ studentId, picture }) => [studentId, picture]));
  return frame.pictures.flatMap(({ studentId, box }) => {
    const picture = pictures.get(studentId);
    return picture ? [{ studentId, box, picture }] : [];
  });
}
