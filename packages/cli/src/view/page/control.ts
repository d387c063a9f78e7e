import type { InstructorRoom } from '@didacto/sdk/live';
import { type ControlState, controlNews, controlStateOf, inputTo } from '../room-control.js';
import { button, find, setAble, setPressed, whyNot } from './dom.js';
import { forwardKeys } from './keyboard.js';
import type { Picture } from './picture.js';
import { forwardPointer } from './pointer.js';
import type { Words } from './words.js';

interface ControlParts {
  readonly room: InstructorRoom;
  readonly picture: Picture;
  readonly words: Words;
  readonly say: (text: string) => void;
  /** Says why something was refused. */
  readonly fault: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Control of the student's mouse and keyboard: the button, and while it is on, what is done on the picture. */
export function controlStudent({ room, picture, words, say, fault, signal }: ControlParts): void {
  const knob = button('control');
  const field = find('#keys', HTMLTextAreaElement);
  const stage = find('#stage', HTMLElement);
  let state: ControlState = 'off';
  let stopForwarding: (() => void) | undefined;

  const show = () => {
    const before = state;
    const { control } = room;
    state = controlStateOf(room);
    knob.textContent = words.control[state] + (state === 'other' ? (control?.by.name ?? '') : '');
    setPressed(knob, state === 'on');
    knob.dataset.state = state;
    setAble(knob, room.peer !== null && room.peer.abilities?.control === null ? words.noControl : null);
    if (before === state) return;
    if (before === 'on') stopForwarding?.();
    if (state === 'on' && control) stopForwarding = forward(control.id);
    const news = controlNews(before, state);
    if (news !== null) say(words[news]);
  };
  const forward = (controlId: string) => {
    const ending = new AbortController();
    const inputSignal = AbortSignal.any([signal, ending.signal]);
    const sender = inputTo(room, controlId);
    const focus = () => field.focus({ preventScroll: true });
    field.disabled = false;
    forwardKeys({ field, sender, leave: () => knob.focus(), signal: inputSignal });
    forwardPointer({ stage, sender, picture: () => picture.place(), focus, signal: inputSignal });
    addEventListener('blur', () => sender.release(), { signal: inputSignal });
    document.addEventListener('visibilitychange', () => sender.release(), { signal: inputSignal });
    stage.dataset.control = 'on';
    focus();
    return () => {
      ending.abort();
      sender.clear();
      field.disabled = true;
      delete stage.dataset.control;
    };
  };
  const press = async () => {
    const why = whyNot(knob);
    if (why !== null) return say(why);
    await (state === 'off' || state === 'other' ? room.takeControl() : room.endControl());
    show();
  };
  knob.addEventListener('click', () => press().catch(fault), { signal });
  const stops = [room.on('control', show), room.on('peer', show), room.on('reconnected', show)];
  signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
    stopForwarding?.();
    knob.textContent = words.control.off;
    setPressed(knob, false);
    delete knob.dataset.state;
  });
  show();
}
