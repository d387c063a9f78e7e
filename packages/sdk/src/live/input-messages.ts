import type { InputEvent, InputMessage, InputPlayed, PointerButton } from './input-event.js';
import { type Fields, isFields, isNumber, isOneOf, isText, isWhole, readJson, writeJson } from './json.js';

const mostBytes = 8_000;
/** UTF-16 units of one `text` event; longer text is several. */
export const mostInputText = 1_000;
/** Notches of one `wheel` event. */
const mostNotches = 100;
const buttons: readonly PointerButton[] = ['left', 'middle', 'right'];
/** As `KeyboardEvent.code` has them: letters and digits. */
const codePattern = /^[A-Za-z0-9]{1,32}$/;

export const writeInput = (message: InputMessage): Uint8Array => writeJson(message);
export const writePlayed = (message: InputPlayed): Uint8Array => writeJson(message);

/** Reads what an instructor sends; undefined for what is malformed in any part. Never throws. */
export function readInput(bytes: Uint8Array): InputMessage | undefined {
  const fields = readJson(bytes, mostBytes);
  if (fields === undefined || !isFields(fields.event)) return undefined;
  const { seq, controlId } = fields;
  if (!isWhole(seq, 0, Number.MAX_SAFE_INTEGER) || !isText(controlId, 1, 64)) return undefined;
  const event = readEvent(fields.event);
  return event && { seq, controlId, event };
}

/** Reads what a student's side answers: the newest input it has played. */
export function readPlayed(bytes: Uint8Array): InputPlayed | undefined {
  const played = readJson(bytes, mostBytes)?.played;
  return isWhole(played, 0, Number.MAX_SAFE_INTEGER) ? { played } : undefined;
}

function readEvent(fields: Fields): InputEvent | undefined {
  switch (fields.type) {
    case 'move':
    case 'button':
    case 'wheel':
      return readPointer(fields.type, fields);
    case 'key': {
      const { code, down } = fields;
      if (typeof code !== 'string' || !codePattern.test(code) || typeof down !== 'boolean') return undefined;
      return { type: 'key', code, down };
    }
    case 'text':
      return isText(fields.text, 1, mostInputText) ? { type: 'text', text: fields.text } : undefined;
    case 'release':
      return { type: 'release' };
    default:
      return undefined;
  }
}

function readPointer(type: 'move' | 'button' | 'wheel', fields: Fields): InputEvent | undefined {
  const { x, y, button, down, dx, dy } = fields;
  if (!isNumber(x, 0, 1) || !isNumber(y, 0, 1)) return undefined;
  if (type === 'move') return { type, x, y };
  if (type === 'button')
    return isOneOf(button, buttons) && typeof down === 'boolean' ? { type, x, y, button, down } : undefined;
  if (!isNumber(dx, -mostNotches, mostNotches) || !isNumber(dy, -mostNotches, mostNotches)) return undefined;
  return { type, x, y, dx, dy };
}
