/**
 * The element of that type, which the page must have.
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 * @throws {Error}
 */
export function find(selector, type) {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`This page has no ${selector}`);
  return found;
}

/** @param {string} id */
export const button = (id) => find(`#${id}`, HTMLButtonElement);
/** @param {string} id */
export const form = (id) => find(`#${id}`, HTMLFormElement);

/**
 * Puts texts into their places, as text.
 * @param {Readonly<Record<string, string>>} texts
 */
export function fill(texts) {
  for (const [name, text] of Object.entries(texts)) find(`[data-slot="${name}"]`, HTMLElement).textContent = text;
}

/**
 * A time as people here read it.
 * @param {string | Date} time
 */
export const shownTime = (time) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' }).format(
    new Date(time),
  );
