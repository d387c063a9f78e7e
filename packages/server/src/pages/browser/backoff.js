const firstMs = 1_000;
const longestMs = 30_000;

/**
 * Asks again and again, with ever longer waits, until `ask` gives true; a page that is not looked at does not ask. The
 * returned function ends it.
 * @param {() => Promise<boolean>} ask
 */
export function askWithBackoff(ask) {
  let waitMs = firstMs;
  let isAsking = false;
  let isOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const stop = () => {
    isOver = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onTurn);
  };
  const wait = () => {
    if (isOver || document.hidden) return;
    timer = setTimeout(run, waitMs);
    waitMs = Math.min(waitMs * 2, longestMs);
  };
  const run = async () => {
    isAsking = true;
    // What goes wrong once may go well the next time; the page goes on showing what it knows.
    const isDone = await ask().catch(() => false);
    isAsking = false;
    if (isDone) stop();
    else wait();
  };
  const onTurn = () => {
    clearTimeout(timer);
    waitMs = firstMs;
    if (!isAsking) wait();
  };
  document.addEventListener('visibilitychange', onTurn);
  wait();
  return stop;
}
