import type { InputEvent } from '@didacto/sdk/live';
import { trackHeld } from '../held-keys.js';
import type { InputPlayer } from '../input-player.js';

/** A machine that only remembers what it played and what is down; `gate` holds a play up. */
export interface FakeHand extends Pick<InputPlayer, 'play' | 'releaseAll'> {
  readonly played: InputEvent[];
  down(): string[];
  gate: Promise<void>;
  /** What the next plays give, or throw. */
  outcome: boolean | Error;
}

export function createFakeHand(): FakeHand {
  const held = trackHeld<string>();
  const hand: FakeHand = {
    played: [],
    gate: Promise.resolve(),
    outcome: true,
    down: held.all,
    async play(event) {
      await hand.gate;
      if (hand.outcome instanceof Error) throw hand.outcome;
      hand.played.push(event);
      const what = event.type === 'key' ? event.code : event.type === 'button' ? event.button : undefined;
      if (what !== undefined && 'down' in event) event.down ? held.press(what) : held.lift(what);
      if (event.type === 'release') await hand.releaseAll();
      return hand.outcome;
    },
    async releaseAll() {
      for (const what of held.all()) held.lift(what);
    },
  };
  return hand;
}
