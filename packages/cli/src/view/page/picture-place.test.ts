import { describe, expect, it } from 'vitest';
import { Notches } from './notches.js';
import { pictureIn, placeOn } from './picture-place.js';

describe('a place on the picture', () => {
  it('is of the picture, not of the bars beside it', () => {
    const picture = pictureIn({ left: 10, top: 20, width: 400, height: 400 }, { width: 1600, height: 900 });
    expect(picture).toEqual({ left: 10, top: 107.5, width: 400, height: 225 });
    expect(placeOn(picture, { clientX: 210, clientY: 220 })).toEqual({ x: 0.5, y: 0.5 });
    expect(placeOn(picture, { clientX: 0, clientY: 999 })).toEqual({ x: 0, y: 1 });
  });
});

describe('notches', () => {
  it('are whole, however small the turns are', () => {
    const notches = new Notches();
    const turns = Array.from({ length: 10 }, () => notches.add({ deltaX: 0, deltaY: -25, deltaMode: 0 }));
    expect(turns.reduce((sum, turn) => sum + (turn?.dy ?? 0), 0)).toBe(-2);
    expect(new Notches().add({ deltaX: 0, deltaY: 3, deltaMode: 1 })).toEqual({ dx: 0, dy: 1 });
  });
});
