import type { XInput } from './x11-input.js';

// What is held down is noted at the X server as well: who is killed lets nothing go, so the next agent does.

export interface XHeld {
  readonly buttons: readonly number[];
  readonly keycodes: readonly number[];
}

/** To be called before something goes down, and after it went up. */
export const noteHeld = (x: Pick<XInput, 'keep'>, { buttons, keycodes }: XHeld): void =>
  x.keep(Uint8Array.from([buttons.length, ...buttons, ...keycodes]));

/** Lets go of what an agent before has left down, in an order in which a modifier outlives its key. */
export async function letGoOfNoted(x: Pick<XInput, 'kept' | 'keep' | 'button' | 'key'>): Promise<void> {
  const [buttons = 0, ...codes] = await x.kept();
  for (const button of codes.slice(0, buttons)) x.button(button, false);
  for (const keycode of codes.slice(buttons)) x.key(keycode, false);
  if (codes.length > 0) noteHeld(x, { buttons: [], keycodes: [] });
}

/** Of the root window. */
export const heldProperty = { name: 'DIDACTO_HELD', cardinal: 6, bitsAnItem: 8, replace: 0 } as const;
/** More than hands and a keyboard can hold, in units of four bytes. */
export const mostHeld = 64;
