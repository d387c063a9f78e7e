import type { TtyView, ViewTerminal } from '../view/tty/tty-view.js';
import type { Size } from './layout.js';
import { sizeOf } from './screen/ask-terminal.js';

/** Opens one student live. */
export interface LiveStudents {
  open(studentId: string, terminal: ViewTerminal): TtyView;
  /** In a browser; returns what to tell. */
  openPage(studentId: string): Promise<string>;
  /** Ends what is open in browsers. */
  close(): Promise<void>;
}

export interface WallLiveParts {
  readonly students: LiveStudents;
  readonly terminal: Omit<ViewTerminal, 'size' | 'forwardInput'>;
  readonly forwardInput: ViewTerminal['forwardInput'];
  /** The wall gives the terminal up, and takes it again. */
  readonly pause: () => void;
  readonly resume: (message: string | null) => void;
  readonly interrupted: () => void;
}

/** One student at a time in the wall's place. */
export class WallLive {
  #view: TtyView | null = null;
  #closed = false;
  readonly #leaving = new Set<Promise<void>>();

  constructor(private readonly parts: WallLiveParts) {}

  readonly open = (studentId: string): void => {
    if (this.#view || this.#closed) return;
    const { students, terminal, forwardInput, pause } = this.parts;
    pause();
    const view = students.open(studentId, { ...terminal, size: sizeOf(terminal.stdout), forwardInput });
    this.#view = view;
    void this.#untilEnded(view);
  };

  readonly openPage = (studentId: string): Promise<string> => this.parts.students.openPage(studentId);

  /** False: the wall itself shows. */
  resize(size: Size): boolean {
    this.#view?.resize(size);
    return this.#view !== null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#view) this.#leave(this.#view);
    await Promise.all([...this.#leaving, this.parts.students.close()]);
  }

  async #untilEnded(view: TtyView): Promise<void> {
    const end = await view.ended;
    if (this.#closed) return;
    this.#leave(view);
    if (end.kind === 'interrupted') this.parts.interrupted();
    else this.parts.resume(end.kind === 'ended' ? end.message : null);
  }

  /** The wall does not wait until the room is left; its end does. */
  #leave(view: TtyView): void {
    this.#view = null;
    const leaving: Promise<void> = view.close().finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }
}
