const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** When an open payment is asked about, counted from the last time: soon at first, then daily, never not at all. */
const waits = [second, 5 * second, 30 * second, 2 * minute, 10 * minute, hour];

export const inquiryDelayMs = (attempts: number): number => waits[attempts] ?? day;

/** Unknown for so long is an alarm too; it is asked about all the same. */
export const unknownAlarmMs = 15 * minute;

/** A request has had its effect by then, or has none: three exchanges, each given half a minute, and some more. */
export const lateEffectMs = 2 * minute;

/** A decided payment whose decision came without certainty is looked at again: a late capture must not stay unseen. */
export const firstWatchMs = 10 * minute;
const watches = [hour, day, 3 * day];

/** The wait after a look at it; undefined: that was the last. */
export const watchDelayMs = (attempts: number): number | undefined => watches[attempts];

/** Back-off of a refund that the provider refused or could not be asked for. */
export const refundDelayMs = (attempts: number): number => Math.min(hour, 5 * second * 2 ** attempts);

/** After so many refusals a refund waits for a person. */
export const mostRefundTries = 8;
