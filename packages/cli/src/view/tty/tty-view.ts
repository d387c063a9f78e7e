import { StringDecoder } from 'node:string_decoder';
import { type Language, messages } from '../../i18n/index.js';
import type { WallClock } from '../../wall/clock.js';
import type { Size } from '../../wall/layout.js';
import { createPalette } from '../../wall/palette.js';
import type { JpegDecoder } from '../../wall/picture/decode-jpeg.js';
import type { Colours } from '../../wall/screen/capabilities.js';
import type { InputSender } from '../page/input-sender.js';
import { refusalIn, wordsIn } from '../page/words.js';
import { Leader, type ViewCommand } from './leader.js';
import { type LinkNotice, type LinkParts, LiveLink, type PictureSize } from './live-link.js';
import { TerminalInput, type TerminalToken } from './terminal-input.js';
import { playKey, playText } from './terminal-keys.js';
import { type MouseReport, TerminalMouse } from './terminal-mouse.js';
import { TileCanvas } from './tile-canvas.js';
import { ViewScreen } from './view-screen.js';
import { coverLines, endText, helpLines, type ViewWording, viewStatus } from './view-text.js';

/** The terminal as it is handed to a view: raw, on the alternate screen. */
export interface ViewTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly size: Size;
  readonly kitty: boolean;
  readonly colours: Colours;
  /** Null where there is no decoder for this platform. */
  readonly decode: JpegDecoder | null;
  readonly clock: WallClock;
  readonly language: Language;
  /** Whether the terminal is to tell of the mouse and of pasted text. */
  forwardInput(on: boolean): void;
}

/** How a view ended; `message` says why where the person did not end it. */
export type ViewEnd =
  | { readonly kind: 'left' | 'interrupted' }
  | { readonly kind: 'ended'; readonly code: string; readonly message: string };

/** One student in the terminal, until the person leaves or there is nothing to come back to. */
export interface TtyView {
  readonly ended: Promise<ViewEnd>;
  /** Draws everything anew, at a new size or because the terminal lost it. */
  resize(size: Size): void;
  /** Ends control, leaves the room and gives the terminal's modes back. */
  close(): Promise<void>;
}

const FRAME_MS = 25;
const NOTICE_MS = 6_000;
/** After this long a lone escape character is the Escape key. */
const ESCAPE_MS = 50;

/** Begins at once. */
export function openTtyView(terminal: ViewTerminal, join: LinkParts['join']): TtyView {
  return new View(terminal, join);
}

class View implements TtyView {
  readonly ended: Promise<ViewEnd>;
  readonly #terminal: ViewTerminal;
  readonly #screen: ViewScreen;
  readonly #canvas: TileCanvas | null;
  readonly #link: LiveLink;
  readonly #input = new TerminalInput();
  readonly #decoder = new StringDecoder('utf8');
  readonly #leader = new Leader();
  readonly #wording: ViewWording;
  #mouse: { readonly of: object; readonly mouse: TerminalMouse } | null = null;
  #size: Size;
  #end: (end: ViewEnd) => void = () => undefined;
  /** The newest picture that was not yet told to be drawn. */
  #undrawn: number | null = null;
  #help = false;
  #notice: string | null = null;
  #cancelNotice = () => {};
  #cancelFlush: (() => void) | null = null;
  #cancelEscape = () => {};
  #closing: Promise<void> | null = null;

  constructor(terminal: ViewTerminal, join: LinkParts['join']) {
    const { stdin, stdout, size, colours, language, clock, decode } = terminal;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#terminal = terminal;
    this.#size = size;
    this.#screen = new ViewScreen(stdout, terminal);
    this.#canvas = decode && colours !== 'none' ? new TileCanvas(decode) : null;
    this.#wording = { texts: messages(language).live, words: wordsIn(language), palette: createPalette(colours) };
    this.#link = new LiveLink({
      ...{ join, clock },
      pictureSize: () => this.#pictureSize(),
      onTiles: (bytes) => this.#takeTiles(bytes),
      onPeer: () => this.#forgetPicture(),
      onChange: () => this.#schedule(),
      onNotice: (notice) => (notice === null ? this.#unsay() : this.#say(this.#noticeText(notice))),
      onRefusal: (code) => this.#say(code ? refusalIn(this.#wording.words, code) : this.#wording.texts.failed),
      onEnd: (end) => this.#end({ kind: 'ended', code: end.code, message: endText(end, this.#wording.words) }),
    });
    stdin.on('readable', this.#read);
    stdin.ref();
    this.#link.start();
    this.#flush();
  }

  resize(size: Size): void {
    if (this.#closing) return;
    const changed = size.columns !== this.#size.columns || size.rows !== this.#size.rows;
    this.#size = size;
    this.#screen.resize(size);
    if (changed) this.#link.watch();
    this.#schedule();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#terminal.stdin.off('readable', this.#read);
    this.#cancelFlush?.();
    this.#cancelNotice();
    this.#cancelEscape();
    this.#terminal.forwardInput(false);
    this.#screen.close();
    this.#end({ kind: 'left' });
    await this.#link.close();
  }

  readonly #read = (): void => {
    const { stdin, clock } = this.#terminal;
    this.#cancelEscape();
    for (let chunk: unknown = stdin.read(); chunk !== null && !this.#closing; chunk = stdin.read()) {
      const piece = Buffer.isBuffer(chunk) ? this.#decoder.write(chunk) : String(chunk);
      for (const token of this.#input.feed(piece)) this.#take(token);
    }
    if (!this.#input.waits) return;
    this.#cancelEscape = clock.after(ESCAPE_MS, () => {
      for (const token of this.#input.flush()) this.#take(token);
    });
  };

  #take(token: TerminalToken): void {
    const { sender } = this.#link;
    for (const step of this.#leader.take(token, sender !== null)) {
      if (step.kind === 'command') this.#perform(step.command);
      else this.#play(step.token);
    }
    this.#schedule();
  }

  #perform(command: ViewCommand): void {
    switch (command) {
      case 'leave':
        this.#end({ kind: 'left' });
        break;
      case 'interrupt':
        this.#end({ kind: 'interrupted' });
        break;
      case 'control':
        void this.#link.toggleControl();
        break;
      case 'refresh':
        this.#link.refresh();
        break;
      case 'help':
        this.#help = !this.#help;
    }
  }

  #play(token: TerminalToken): void {
    const { sender } = this.#link;
    if (sender === null) return;
    if (token.kind === 'text') playText(sender, token.text);
    else if (token.kind === 'key') playKey(sender, token.key);
    else this.#playMouse(sender, token.report);
  }

  #playMouse(sender: InputSender, report: MouseReport): void {
    // What is held down belongs to one time of control.
    if (this.#mouse?.of !== sender) this.#mouse = { of: sender, mouse: new TerminalMouse(sender) };
    const box = this.#screen.pictureBox;
    if (box) this.#mouse.mouse.take(report, box);
  }

  #takeTiles(bytes: Uint8Array): void {
    const taken = this.#canvas?.take(bytes);
    if (taken?.kind === 'broken') this.#link.refresh();
    if (taken?.kind !== 'drawn') return;
    this.#undrawn = taken.sequence;
    this.#schedule();
  }

  #forgetPicture(): void {
    this.#canvas?.reset();
    this.#undrawn = null;
    this.#schedule();
  }

  /** More than the cells show, so that what is small is averaged and not lost; never more than a screen. */
  #pictureSize(): PictureSize | null {
    if (this.#canvas === null) return null;
    const { columns, rows } = this.#screen.area;
    const [across, down] = this.#terminal.kitty ? [6, 12] : [3, 6];
    const within = (least: number, value: number, most: number) => Math.max(least, Math.min(most, value));
    return { maxWidth: within(480, columns * across, 1920), maxHeight: within(270, rows * down, 1080) };
  }

  #noticeText(notice: LinkNotice): string {
    const { texts, words } = this.#wording;
    return notice === 'controlOn' || notice === 'noStudent' ? texts[notice] : words[notice];
  }

  #say(text: string): void {
    this.#notice = text;
    this.#cancelNotice();
    this.#cancelNotice = this.#terminal.clock.after(NOTICE_MS, () => this.#unsay());
    this.#schedule();
  }

  #unsay(): void {
    this.#cancelNotice();
    this.#notice = null;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#closing || this.#cancelFlush) return;
    this.#cancelFlush = this.#terminal.clock.after(FRAME_MS, () => {
      this.#cancelFlush = null;
      this.#flush();
    });
  }

  /** A slow terminal gets the newest picture only, and the student sends the next when it was taken. */
  #flush(): void {
    if (this.#closing || this.#screen.blocked) return;
    this.#terminal.forwardInput(this.#link.sender !== null);
    this.#screen.show({ body: this.#body(), status: this.#status() }, () => this.#flush());
    if (this.#undrawn === null || this.#screen.blocked) return;
    this.#link.drawn(this.#undrawn);
    this.#undrawn = null;
  }

  #body() {
    const { words, texts, palette } = this.#wording;
    const { area } = this.#screen;
    const { phase, without } = this.#link;
    if (this.#help) return helpLines(area, this.#wording);
    const cover = (title: readonly string[]) => coverLines(title, area, palette);
    if (this.#canvas === null) return cover(this.#terminal.decode ? texts.noPictures : texts.noDecoder);
    if (phase !== 'connected') return cover(words.covers[phase]);
    if (without !== null) return cover(words.covers[without]);
    return this.#canvas.image ?? cover(words.covers.noPicture);
  }

  #status(): string {
    const { studentName: student, phase, roundTripMs, control, controlledBy } = this.#link;
    const state = { student, phase, roundTripMs, control, controlledBy };
    const shown = { ...state, notice: this.#notice, leader: this.#leader.waiting };
    return viewStatus(shown, this.#size.columns, this.#wording);
  }
}
