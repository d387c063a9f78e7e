import type { Words } from './words.js';

/** The element of that type, which the page must have. @throws where it has none */
export function find<T extends Element>(selector: string, type: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`This page has no ${selector}`);
  return found;
}

export const button = (id: string): HTMLButtonElement => find(`#${id}`, HTMLButtonElement);

const textOf = (words: Words, name: string | undefined): string => {
  const found = Object.entries(words).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found : '';
};

/** Puts the words of the page into their places, as text. */
export function fillWords(words: Words): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-word]'))
    place.textContent = textOf(words, place.dataset.word);
  for (const place of document.querySelectorAll<HTMLElement>('[data-label]'))
    place.setAttribute('aria-label', textOf(words, place.dataset.label));
}

/** A button that says why it does nothing instead of being dead: it stays reachable by the keyboard. */
export function setAble(target: HTMLElement, why: string | null): void {
  if (why === null) {
    target.removeAttribute('aria-disabled');
    target.removeAttribute('title');
  } else {
    target.setAttribute('aria-disabled', 'true');
    target.title = why;
  }
}

/** Why a button does nothing now; null where it does. */
export const whyNot = (target: HTMLElement): string | null =>
  target.getAttribute('aria-disabled') === 'true' ? target.title : null;

export const setPressed = (target: HTMLElement, pressed: boolean): void =>
  target.setAttribute('aria-pressed', String(pressed));
