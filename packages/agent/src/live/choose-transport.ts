/** How a picture comes to the viewer. */
export type Transport = 'track' | 'tiles';
export type TransportWish = Transport | 'auto';

/** What was measured lately, and what there is. */
export interface LinkSample {
  /** Monotonic ms. */
  readonly now: number;
  /** null: not measured. */
  readonly roundTripMs: number | null;
  /** Bits a second that get through as tiles; null: not known, e.g. while a track is sent. */
  readonly bitrate: number | null;
  /** Whether a track can be sent now: both sides have it, and there is a way for it. */
  readonly hasTrack: boolean;
  readonly wish: TransportWish;
}

export interface TransportChoice {
  readonly transport: Transport;
  /** Since when the other one would have been better, without a break; null: it would not. */
  readonly doubtedSince: number | null;
  /** Not to be tried before: tiles that went badly are tried again, ever more rarely. */
  readonly tilesFrom: number;
  readonly tilesPauseMs: number;
}

/** Tiles are for a LAN: below the first pair they go, above the second they may come. Between, what is stays. */
const bad = { roundTripMs: 40, bitrate: 15_000_000 };
const good = { roundTripMs: 10, bitrate: 40_000_000 };
/** Leaving tiles is urgent, for they stutter; leaving a track that works is not. */
const leaveTilesAfterMs = 2_000;
const leaveTrackAfterMs = 5_000;
const firstPauseMs = 15_000;
const longestPauseMs = 10 * 60_000;

/** Tiles first: they need no connection but the one that is there. */
export const firstChoice: TransportChoice = {
  transport: 'tiles',
  doubtedSince: null,
  tilesFrom: Number.NEGATIVE_INFINITY,
  tilesPauseMs: firstPauseMs,
};

/** One step of the choice. What is wished for counts first, as far as it can be had. */
export function chooseTransport(choice: TransportChoice, sample: LinkSample): TransportChoice {
  const settled = { ...choice, doubtedSince: null };
  if (!sample.hasTrack) return { ...settled, transport: 'tiles' };
  if (sample.wish !== 'auto') return { ...settled, transport: sample.wish };
  const isDoubted = choice.transport === 'tiles' ? isBadForTiles(sample) : isGoodForTiles(choice, sample);
  if (!isDoubted) return settled;
  const doubtedSince = choice.doubtedSince ?? sample.now;
  const patience = choice.transport === 'tiles' ? leaveTilesAfterMs : leaveTrackAfterMs;
  if (sample.now - doubtedSince < patience) return { ...choice, doubtedSince };
  return choice.transport === 'tiles' ? toTrack(choice, sample.now) : { ...settled, transport: 'tiles' };
}

function toTrack({ tilesPauseMs }: TransportChoice, now: number): TransportChoice {
  const longer = Math.min(longestPauseMs, tilesPauseMs * 2);
  return { transport: 'track', doubtedSince: null, tilesFrom: now + tilesPauseMs, tilesPauseMs: longer };
}

const isBadForTiles = ({ roundTripMs, bitrate }: LinkSample): boolean =>
  (roundTripMs !== null && roundTripMs > bad.roundTripMs) || (bitrate !== null && bitrate < bad.bitrate);

const isGoodForTiles = ({ tilesFrom }: TransportChoice, { now, roundTripMs, bitrate }: LinkSample): boolean =>
  now >= tilesFrom &&
  roundTripMs !== null &&
  roundTripMs < good.roundTripMs &&
  (bitrate === null || bitrate > good.bitrate);
