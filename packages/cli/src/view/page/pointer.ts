import type { InputSender } from './input-sender.js';
import { Notches } from './notches.js';
import { type Box, placeOn } from './picture-place.js';

interface PointerParts {
  readonly stage: HTMLElement;
  readonly sender: InputSender;
  /** Where the picture is in the window; null: there is none. */
  readonly picture: () => Box | null;
  /** Takes the keyboard as well. */
  readonly focus: () => void;
  readonly signal: AbortSignal;
}

// By `PointerEvent.button`, and its bit in `buttons`.
const buttons = ['left', 'middle', 'right'] as const;
const bits = [1, 4, 2];

/** Sends moves, buttons and the wheel over the picture. */
export function forwardPointer({ stage, sender, picture, focus, signal }: PointerParts): void {
  const place = (event: MouseEvent) => {
    const box = picture();
    return box && placeOn(box, event);
  };
  const onButton = (event: PointerEvent, down: boolean) => {
    const button = buttons[event.button];
    const at = place(event);
    if (button !== undefined && at) sender.button(button, down, at);
  };
  const notches = new Notches();
  stage.addEventListener(
    'pointermove',
    (event) => {
      const at = place(event);
      if (at) sender.move(at);
      // A second button of a held mouse comes as a move.
      if (event.button >= 0) onButton(event, (event.buttons & (bits[event.button] ?? 0)) !== 0);
    },
    { signal },
  );
  stage.addEventListener(
    'pointerdown',
    (event) => {
      event.preventDefault();
      focus();
      // So that a drag that leaves the picture ends here too.
      stage.setPointerCapture(event.pointerId);
      onButton(event, true);
    },
    { signal },
  );
  stage.addEventListener('pointerup', (event) => onButton(event, false), { signal });
  stage.addEventListener('pointercancel', () => sender.release(), { signal });
  stage.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const at = place(event);
      const turned = notches.add(event);
      if (at && turned) sender.wheel(turned.dx, turned.dy, at);
    },
    { signal, passive: false },
  );
}
