import type { MonitorChoice } from './source.js';

/** A rectangle of the desktop, in pixels. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Monitor extends Area {
  name: string;
}

/** Why a chosen monitor cannot be shown; the message names those that are there. */
export class NoSuchMonitor extends Error {}

/**
 * The monitor with this number (from 0) or name.
 * @throws NoSuchMonitor
 */
export function pickMonitor<M extends { name: string }>(choice: number | string, monitors: readonly M[]): M {
  const found = typeof choice === 'number' ? monitors[choice] : monitors.find(({ name }) => name === choice);
  if (found === undefined) {
    const names = monitors.map(({ name }, i) => `${i} (${name})`).join(', ');
    throw new NoSuchMonitor(`there is no monitor ${choice}; there are: ${names || 'none'}`);
  }
  return found;
}

/**
 * The part of the desktop to take.
 * @throws NoSuchMonitor
 */
export function chooseArea(choice: MonitorChoice, whole: Area, monitors: readonly Monitor[]): Area {
  if (choice === 'all') return whole;
  const area = overlap(pickMonitor(choice, monitors), whole);
  if (area === undefined) throw new NoSuchMonitor(`the monitor ${choice} shows no part of the desktop`);
  return area;
}

/** What of `area` lies within `whole`: a server that is being resized may name more than it has. */
function overlap(area: Area, whole: Area): Area | undefined {
  const x = Math.max(area.x, whole.x);
  const y = Math.max(area.y, whole.y);
  const width = Math.min(area.x + area.width, whole.x + whole.width) - x;
  const height = Math.min(area.y + area.height, whole.y + whole.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
