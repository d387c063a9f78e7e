import type { InputEvent } from '@didacto/sdk/live';

type Position = { readonly x: number; readonly y: number };

/** Sends one event; resolves when there is room for the next. */
type Send = (event: InputEvent) => Promise<unknown>;

const modifiers = {
  ctrlKey: ['ControlLeft', 'ControlRight'],
  shiftKey: ['ShiftLeft', 'ShiftRight'],
  altKey: ['AltLeft', 'AltRight'],
  metaKey: ['MetaLeft', 'MetaRight'],
} as const;

const flags = ['ctrlKey', 'shiftKey', 'altKey', 'metaKey'] as const;

export type Modifiers = Readonly<Record<keyof typeof modifiers, boolean>>;

const allModifiers = Object.values(modifiers).flat();
export const isModifier = (code: string): boolean => allModifiers.some((one) => one === code);
export const noModifiers: Modifiers = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };

/**
 * Puts input in order and sends it one after the other. While one is under way, moves are gathered into the newest and
 * wheel notches are added up, so that a slow way never falls behind the hand.
 */
export class InputSender {
  readonly #held = new Set<string>();
  readonly #queue: InputEvent[] = [];
  #sending = false;

  constructor(private readonly send: Send) {}

  move({ x, y }: Position): void {
    this.#push({ type: 'move', x, y });
  }

  button(button: 'left' | 'middle' | 'right', down: boolean, { x, y }: Position): void {
    this.#push({ type: 'button', button, down, x, y });
  }

  wheel(dx: number, dy: number, { x, y }: Position): void {
    this.#push({ type: 'wheel', dx, dy, x, y });
  }

  /** A key by its place. Modifiers are set to what is held at this keyboard, so none that was let go unseen sticks. */
  keyDown(code: string, now: Modifiers): void {
    if (!isModifier(code)) this.#settle(now);
    if (this.#held.has(code)) return;
    this.#held.add(code);
    this.#push({ type: 'key', code, down: true });
  }

  keyUp(code: string): void {
    // While this is held, macOS tells of no other key's end.
    if (code.startsWith('Meta')) for (const held of this.#held) if (!isModifier(held)) this.keyUp(held);
    if (this.#held.delete(code)) this.#push({ type: 'key', code, down: false });
  }

  /** A key pressed and let go. */
  tap(code: string): void {
    this.keyDown(code, noModifiers);
    this.keyUp(code);
  }

  /** Text as it is to appear: held modifiers would make something else of it. */
  text(text: string): void {
    this.#settle(noModifiers);
    if (text !== '') this.#push({ type: 'text', text });
  }

  /** Lets go of everything. */
  release(): void {
    this.#held.clear();
    this.#push({ type: 'release' });
  }

  /** Forgets what is not sent. */
  clear(): void {
    this.#held.clear();
    this.#queue.length = 0;
  }

  #settle(now: Modifiers): void {
    for (const flag of flags) {
      const codes = modifiers[flag];
      if (!now[flag]) for (const code of codes) this.keyUp(code);
      else if (!codes.some((code) => this.#held.has(code))) this.keyDown(codes[0], noModifiers);
    }
  }

  #push(event: InputEvent): void {
    const last = this.#queue.at(-1);
    if (event.type === 'move' && last?.type === 'move') this.#queue.pop();
    if (event.type === 'wheel' && last?.type === 'wheel') {
      this.#queue.pop();
      this.#queue.push({ ...event, dx: last.dx + event.dx, dy: last.dy + event.dy });
    } else this.#queue.push(event);
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let event = this.#queue.shift(); event; event = this.#queue.shift()) await this.send(event);
    } catch {
      // Nobody takes it: what was meant for the old session means nothing to the next.
      this.clear();
    } finally {
      this.#sending = false;
    }
  }
}
