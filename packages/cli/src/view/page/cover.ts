import { button, find } from './dom.js';
import type { Words } from './words.js';

export type StateName = keyof Words['states'];
export type CoverName = keyof Words['covers'];

/** What is said instead of a picture, and in which state the page is. */
export class Cover {
  readonly #cover = find('#cover', HTMLElement);
  readonly #title = find('#cover-title', HTMLElement);
  readonly #text = find('#cover-text', HTMLElement);
  readonly #state = find('#state', HTMLElement);
  readonly #again = button('again');

  constructor(
    private readonly words: Words,
    again: () => void,
  ) {
    this.#again.addEventListener('click', again);
  }

  state(name: StateName): void {
    this.#state.textContent = this.words.states[name];
    this.#state.dataset.state = name;
    this.#state.hidden = false;
    // What nobody is there to take is not offered.
    document.body.dataset.state = name;
  }

  /** @param text instead of the cover's own; @param again whether connecting again can help */
  show(name: CoverName, { text, again = false }: { text?: string; again?: boolean } = {}): void {
    const [title = '', own = ''] = this.words.covers[name];
    this.#title.textContent = title;
    this.#text.textContent = text ?? own;
    this.#again.hidden = !again;
    this.#cover.hidden = false;
  }

  hide(): void {
    this.#cover.hidden = true;
  }
}
