import type { Area } from '../capture/monitors.js';

/**
 * The pixel of a position from 0 to 1: 0 is the first and 1 the last, whatever the size. A pixel's middle, (n + 0.5) /
 * size, and its place among all, n / (size - 1), both give n.
 */
export function pixelOf({ x, y }: { x: number; y: number }, area: Area): { x: number; y: number } {
  return { x: area.x + place(x, area.width), y: area.y + place(y, area.height) };
}

function place(position: number, size: number): number {
  const last = Math.max(0, size - 1);
  return Math.min(last, Math.max(0, Math.round(position * last)));
}

/** Wheel steps of a device that knows whole notches only; what is left over counts towards the next. */
export interface WheelSteps {
  take(dx: number, dy: number): { dx: number; dy: number };
}

/** More than a hand can turn between two messages. */
const mostSteps = 50;

export function countWheelSteps(): WheelSteps {
  const left = { dx: 0, dy: 0 };
  const whole = (axis: 'dx' | 'dy', by: number): number => {
    // A turn the other way starts anew.
    const sum = by * left[axis] < 0 ? by : left[axis] + by;
    const steps = Math.max(-mostSteps, Math.min(mostSteps, Math.trunc(sum)));
    left[axis] = sum - Math.trunc(sum);
    return steps;
  };
  return { take: (dx, dy) => ({ dx: whole('dx', dx), dy: whole('dy', dy) }) };
}
