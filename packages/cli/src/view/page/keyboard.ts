import type { InputSender } from './input-sender.js';
import { chooseKey } from './key-choice.js';

interface KeyboardParts {
  /** Takes the focus, and what an input method writes. */
  readonly field: HTMLTextAreaElement;
  readonly sender: InputSender;
  /** Moves the focus out: everything else goes to the student. */
  readonly leave: () => void;
  readonly signal: AbortSignal;
}

/** Sends keys and text while the field has the focus. */
export function forwardKeys({ field, sender, leave, signal }: KeyboardParts): void {
  field.addEventListener('keydown', (event) => onKeyDown(event, sender, leave), { signal });
  field.addEventListener('keyup', (event) => sender.keyUp(event.code), { signal });
  field.addEventListener('beforeinput', (event) => onInput(event, sender), { signal });
  field.addEventListener(
    'compositionend',
    ({ data }) => {
      sender.text(data);
      field.value = '';
    },
    { signal },
  );
  field.addEventListener('blur', () => sender.release(), { signal });
}

function onKeyDown(event: KeyboardEvent, sender: InputSender, leave: () => void): void {
  if (event.code === 'Enter' && event.ctrlKey && event.altKey) {
    event.preventDefault();
    leave();
    return;
  }
  const { code, key, isComposing, ctrlKey, shiftKey, altKey, metaKey } = event;
  const altGraph = event.getModifierState('AltGraph');
  const chosen = chooseKey({ code, key, isComposing, ctrlKey, shiftKey, altKey, metaKey, altGraph });
  if (chosen !== 'key') return;
  event.preventDefault();
  // A held key repeats over there by itself.
  if (!event.repeat) sender.keyDown(code, altGraph ? { ctrlKey: false, shiftKey, altKey: false, metaKey } : event);
}

/** What is written here without a key that went by its place. What is being composed is sent when it is done. */
function onInput(event: InputEvent, sender: InputSender): void {
  if (event.isComposing || event.inputType === 'insertCompositionText') return;
  event.preventDefault();
  switch (event.inputType) {
    case 'insertText':
    case 'insertReplacementText':
      sender.text(event.data ?? '');
      break;
    case 'insertLineBreak':
    case 'insertParagraph':
      sender.tap('Enter');
      break;
    // Keyboards of phones tell no keys.
    case 'deleteContentBackward':
      sender.tap('Backspace');
  }
}
