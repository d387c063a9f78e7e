import type { World } from '../world.js';

/** Something at a provider that may not be possible, which is no fault of ours. */
export function attempt(world: World, what: string, work: () => void): boolean {
  try {
    work();
    world.trace.note(`${what} is done`);
    world.trace.count(what);
    return true;
  } catch (error) {
    world.trace.note(`${what} is not possible: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
