import type { Notice } from '../notice/notice.js';

/** Asks the student whether somebody may have mouse and keyboard. No answer in time is no. Rejects never. */
export type AskControl = (notice: Notice, signal: AbortSignal) => Promise<boolean>;

/** As long as a question stays up. */
export const askMs = 30_000;
/** A click that was on its way when the question came up is no answer to it. */
export const deafMs = 500;
