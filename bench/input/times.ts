import * as z from 'zod';
import { pixelOf } from '../../packages/agent/src/input/input-geometry.js';
import type { Size } from '../xvfb.js';

/** A move as the page sent it. */
export interface Sent {
  readonly seq: number;
  /** Of the pointer's event in the page. */
  readonly at: number;
  /** 0 to 1. */
  readonly x: number;
  readonly y: number;
}

/** Something that came of a move. */
export const answer = z.object({ seq: z.number(), at: z.number() });
export type Answer = z.output<typeof answer>;

/** A place of the pointer on the X screen. */
export const place = z.object({ x: z.number(), y: z.number(), at: z.number() });
export type Place = z.output<typeof place>;

/** Milliseconds since the epoch, finer than `Date.now()`; of one machine, so that processes can be compared. */
export const wallNow = (): number => performance.timeOrigin + performance.now();

/** From each move to its answer. */
export function toAnswer(sent: readonly Sent[], answers: readonly Answer[]): number[] {
  const begun = new Map(sent.map(({ seq, at }) => [seq, at]));
  return answers.flatMap(({ seq, at }) => {
    const from = begun.get(seq);
    return from === undefined ? [] : [at - from];
  });
}

/** After that long another move may have gone to the same place. */
const lostMs = 1_000;

/** From each move until the pointer was where it sent it. */
export function toPlace(sent: readonly Sent[], places: readonly Place[], screen: Size): number[] {
  return sent.flatMap((move) => {
    const pixel = pixelOf(move, { x: 0, y: 0, ...screen });
    // The clocks of two processes may differ a little.
    const isOfIt = ({ x, y, at }: Place) => x === pixel.x && y === pixel.y && Math.abs(at - move.at) < lostMs;
    const found = places.find(isOfIt);
    return found === undefined ? [] : [found.at - move.at];
  });
}
