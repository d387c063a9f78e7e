import { type InstructorRoom, writeInput } from '@didacto/sdk/live';
import { InputSender } from './page/input-sender.js';

/** Control of the student's mouse and keyboard as one instructor has it; `other`: another session has it. */
export type ControlState = 'off' | 'asked' | 'on' | 'other';

export type ControlNews = 'controlOn' | 'controlAsked' | 'controlRefused' | 'controlEnded';

export const controlStateOf = ({ control, entry }: Pick<InstructorRoom, 'control' | 'entry'>): ControlState =>
  control === null ? 'off' : control.fence === entry.fence ? control.state : 'other';

/** What a person is told of a change. */
export function controlNews(before: ControlState, now: ControlState): ControlNews | null {
  if (now === 'on') return 'controlOn';
  if (now === 'asked') return 'controlAsked';
  if (before === 'asked') return 'controlRefused';
  return before === 'on' ? 'controlEnded' : null;
}

/** Input of one control, in order and numbered. */
export function inputTo(room: InstructorRoom, controlId: string): InputSender {
  let seq = 0;
  return new InputSender((event) => {
    seq += 1;
    return room.send('input', writeInput({ seq, controlId, event }));
  });
}
