import { setTimeout as sleep } from 'node:timers/promises';
import type { InputEvent, PointerButton } from '@didacto/sdk/live';
import type { Clock } from './clock.js';
import { trackHeld } from './held-keys.js';
import { countWheelSteps, pixelOf } from './input-geometry.js';
import { type InputPlayer, InputUnavailable } from './input-player.js';
import { keyCode } from './key-codes.js';
import { letGoOfNoted, noteHeld } from './x11-held.js';
import type { XInput } from './x11-input.js';
import { createXTypist, type XTypist } from './x11-typist.js';

const buttonNumbers: Readonly<Record<PointerButton, number>> = { left: 1, middle: 2, right: 3 };
/** The wheel is buttons to X. */
const wheelButtons = { up: 4, down: 5, left: 6, right: 7 } as const;

const realClock: Clock = { now: () => performance.now(), wait: (ms) => sleep(ms) };

/** Plays input on an X server, whichever way it is reached. @throws InputUnavailable */
export async function createX11Player(name: string, x: XInput, clock: Clock = realClock): Promise<InputPlayer> {
  await letGoOfNoted(x);
  const typist = await createXTypist(x, clock);
  const hands = createHands(x, typist);
  let isClosed = false;
  return {
    name,
    abilities: { pointer: true, keys: true, text: typist.canTypeAll },
    async play(event) {
      if (isClosed) throw new InputUnavailable('playing input was ended here');
      const isPlayed = await hands.play(event);
      if (!isClosed) await x.settle();
      return isPlayed;
    },
    async releaseAll() {
      if (isClosed) return;
      hands.release();
      await x.settle().catch(() => undefined);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      hands.release();
      // Where the server is gone, so is what was changed.
      await typist.restore().catch(() => undefined);
      x.close();
    },
  };
}

interface Hands {
  play(event: InputEvent): boolean | Promise<boolean>;
  release(): void;
}

function createHands(x: XInput, typist: XTypist): Hands {
  const keys = trackHeld<string>();
  const buttons = trackHeld<PointerButton>();
  const wheel = countWheelSteps();
  let releases = 0;

  const note = (): void =>
    noteHeld(x, {
      buttons: buttons.all().map((button) => buttonNumbers[button]),
      keycodes: keys.all().flatMap((code) => keyCode(code)?.x11 ?? []),
    });
  const press = (down: boolean, send: () => void): void => {
    if (down) note();
    send();
    if (!down) note();
  };
  const moveTo = (at: { x: number; y: number }): void => {
    const pixel = pixelOf(at, x.area);
    x.moveTo(pixel.x, pixel.y);
  };
  const click = (button: number, times: number): void => {
    for (let i = 0; i < times; i++) {
      x.button(button, true);
      x.button(button, false);
    }
  };
  // X repeats a key that is held by itself: a second press is nothing new.
  const key = (code: string, down: boolean): boolean => {
    const known = keyCode(code);
    if (known === undefined) return false;
    if (down ? keys.press(code) : keys.lift(code)) press(down, () => x.key(known.x11, down));
    return true;
  };
  const release = (): void => {
    releases++;
    for (const button of buttons.all()) {
      buttons.lift(button);
      press(false, () => x.button(buttonNumbers[button], false));
    }
    for (const code of keys.all()) key(code, false);
  };
  return {
    release,
    play(event) {
      switch (event.type) {
        case 'move':
          moveTo(event);
          return true;
        case 'button': {
          moveTo(event);
          const isNew = event.down ? buttons.press(event.button) : buttons.lift(event.button);
          if (isNew) press(event.down, () => x.button(buttonNumbers[event.button], event.down));
          return true;
        }
        case 'wheel': {
          moveTo(event);
          const { dx, dy } = wheel.take(event.dx, event.dy);
          click(dy < 0 ? wheelButtons.up : wheelButtons.down, Math.abs(dy));
          click(dx < 0 ? wheelButtons.left : wheelButtons.right, Math.abs(dx));
          return true;
        }
        case 'key':
          return key(event.code, event.down);
        case 'text': {
          const before = releases;
          return typist.type(event.text, keys.all, () => releases !== before);
        }
        case 'release':
          release();
          return true;
      }
    },
  };
}
