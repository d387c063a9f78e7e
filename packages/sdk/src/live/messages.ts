import { isOneOf, isText, isWhole, readJson, writeJson } from './json.js';
import type { LiveMessage } from './live-message.js';

const mostBytes = 200_000;
const mostPixels = 0xffff;
/** UTF-16 units of a text for the clipboard; more would not fit into a message whatever it holds. */
export const mostClipboardText = 30_000;

export const writeMessage = (message: LiveMessage): Uint8Array => writeJson(message);

/** Reads a message of the other side; undefined for what is malformed or of a type not known here. Never throws. */
export function readMessage(bytes: Uint8Array): LiveMessage | undefined {
  const fields = readJson(bytes, mostBytes);
  switch (fields?.type) {
    case 'watch': {
      const { transport, maxWidth, maxHeight } = fields;
      if (!isOneOf(transport, ['auto', 'track', 'tiles'])) return undefined;
      if (!isWhole(maxWidth, 1, mostPixels) || !isWhole(maxHeight, 1, mostPixels)) return undefined;
      return { type: 'watch', transport, maxWidth, maxHeight };
    }
    case 'sending': {
      const { transport, width, height } = fields;
      if (!isOneOf(transport, ['track', 'tiles', 'none'])) return undefined;
      if (!isWhole(width, 0, mostPixels) || !isWhole(height, 0, mostPixels)) return undefined;
      return { type: 'sending', transport, width, height };
    }
    case 'drawn':
      return isWhole(fields.sequence, 0, 0xffff_ffff) ? { type: 'drawn', sequence: fields.sequence } : undefined;
    case 'clipboard':
      return isText(fields.text, 0, mostClipboardText) ? { type: 'clipboard', text: fields.text } : undefined;
    case 'listen':
      return typeof fields.on === 'boolean' ? { type: 'listen', on: fields.on } : undefined;
    case 'ping':
    case 'pong':
      return isWhole(fields.id, 0, Number.MAX_SAFE_INTEGER) ? { type: fields.type, id: fields.id } : undefined;
    case 'pause':
    case 'refresh':
      return { type: fields.type };
    default:
      return undefined;
  }
}
