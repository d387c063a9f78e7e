/** A page that goes takes its connections along at once: by then the other side is to know that it leaves. */
const goodbyeMs = 80;

/**
 * Runs something when the page goes: is closed, reloaded or left for another; and holds it up until that is done. Where
 * there is no page, nothing. Returns how to forget it.
 */
export function onPageEnd(run: () => void): () => void {
  if (typeof document === 'undefined') return () => undefined;
  const hide = () => {
    run();
    holdUp(goodbyeMs);
  };
  addEventListener('pagehide', hide);
  return () => removeEventListener('pagehide', hide);
}

/** Nothing else keeps a page that goes. */
function holdUp(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
