import * as z from 'zod';

const word = /^[A-Za-z0-9_.:-]{1,100}$/;
/** As long as a card's or a person's number, whatever stands between its digits. */
const longNumber = /\d(?:[_.:-]?\d){11}/;

/**
 * A code of a provider, or of whoever stands behind it, as it may be kept: what is a text, or holds a number that could be
 * a card's or a person's, becomes `unreadable_code`. Texts for people are never kept, for they may repeat what the buyer
 * typed.
 */
export const codeOf = (text: string): string => (word.test(text) && !longNumber.test(text) ? text : 'unreadable_code');

/** A code in a reply. */
export const ProviderCode = z.string().transform(codeOf);
