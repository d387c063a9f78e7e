import { type InstructorRoom, mostClipboardText, writeMessage } from '@didacto/sdk/live';
import { button, find } from './dom.js';
import type { Words } from './words.js';

/** The dialog whose text goes into the student's clipboard. */
export function sendText(room: () => InstructorRoom | undefined, words: Words, say: (text: string) => void): void {
  const dialog = find('#text-dialog', HTMLDialogElement);
  const text = find('#text', HTMLTextAreaElement);
  const fault = find('#text-fault', HTMLElement);
  button('send-text').addEventListener('click', () => {
    fault.textContent = '';
    dialog.showModal();
    text.select();
  });
  button('text-cancel').addEventListener('click', () => dialog.close());
  find('#text-dialog form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = text.value;
    const tooLong = wanted.length > mostClipboardText;
    fault.textContent = tooLong ? words.textTooLong(mostClipboardText) : '';
    if (tooLong || wanted === '') return;
    const sent = room()?.send(
      'messages',
      writeMessage({ type: 'clipboard', text: wanted.replace(/\p{Surrogate}/gu, '\ufffd') }),
    );
    Promise.resolve(sent ?? false).then(
      (arrived) => {
        if (!arrived) fault.textContent = words.textNotSent;
        else dialog.close();
        if (arrived) say(words.textSent);
      },
      () => {
        fault.textContent = words.textNotSent;
      },
    );
  });
}
