import { performance } from 'node:perf_hooks';
import type { InputEvent, PointerButton } from '@didacto/sdk/live';
import type { Area } from '../capture/monitors.js';
import type { MonitorChoice } from '../capture/source.js';
import { loadMacInput, type MacInput, type Point } from './core-graphics.js';
import { trackHeld } from './held-keys.js';
import { countWheelSteps, pixelOf } from './input-geometry.js';
import { type InputBackEnd, type InputPlayer, InputUnavailable } from './input-player.js';
import { isModifier, keyCode } from './key-codes.js';
import { typedCharacters } from './typed-text.js';

interface ButtonTypes {
  readonly number: number;
  readonly down: number;
  readonly up: number;
  readonly drag: number;
}
/** CGMouseButton and CGEventType. */
const buttonTypes: Readonly<Record<PointerButton, ButtonTypes>> = {
  left: { number: 0, down: 1, up: 2, drag: 6 },
  right: { number: 1, down: 3, up: 4, drag: 7 },
  middle: { number: 2, down: 25, up: 26, drag: 27 },
};
const moved = 5;
/** Programs take these from the key, not from the character. */
const textKeys = new Map([
  ['\n', keyCode('Enter')],
  ['\t', keyCode('Tab')],
  ['\b', keyCode('Backspace')],
]);

/**
 * A Mac's mouse and keyboard through CoreGraphics, where the user has allowed the agent to control the computer
 * (System Settings > Privacy & Security > Accessibility). Not proven on a real Mac.
 */
export function createMacosBackEnd({
  monitors,
  load = loadMacInput,
  now = () => performance.now(),
}: {
  monitors: MonitorChoice;
  /** Parameters for tests. */
  load?: () => MacInput;
  now?: () => number;
}): InputBackEnd {
  return {
    name: 'macos',
    async open() {
      const mac = load();
      if (!mac.mayPost())
        throw new InputUnavailable('System Settings > Privacy & Security > Accessibility is off for the agent');
      areaOf(mac, monitors);
      return createPlayer(mac, monitors, now);
    },
  };
}

/** @throws InputUnavailable */
function areaOf(mac: MacInput, choice: MonitorChoice): Area {
  const all = mac.monitors();
  // Capture's names of monitors are not known here, their numbers are.
  const chosen = choice === 'all' ? all : typeof choice === 'number' ? all.slice(choice, choice + 1) : [];
  if (chosen.length === 0) throw new InputUnavailable(`there is no monitor ${choice} whose position is known`);
  const x = Math.min(...chosen.map((area) => area.x));
  const y = Math.min(...chosen.map((area) => area.y));
  const right = Math.max(...chosen.map((area) => area.x + area.width));
  const bottom = Math.max(...chosen.map((area) => area.y + area.height));
  return { x, y, width: right - x, height: bottom - y };
}

function createPlayer(mac: MacInput, monitors: MonitorChoice, now: () => number): InputPlayer {
  const keys = trackHeld<string>();
  const buttons = trackHeld<PointerButton>();
  const wheel = countWheelSteps();
  const countClicks = clickCounter(now);
  let at: Point = { x: 0, y: 0 };
  let clicks = 0;

  const moveTo = (position: Point): void => {
    at = pixelOf(position, areaOf(mac, monitors));
    // A move while a button is held is another event to macOS.
    const [held] = buttons.all();
    const { drag, number } = held === undefined ? { drag: moved, number: 0 } : buttonTypes[held];
    mac.mouse({ type: drag, at, button: number, clicks: 0 });
  };
  const press = (button: PointerButton, down: boolean): void => {
    if (!(down ? buttons.press(button) : buttons.lift(button))) return;
    if (down) clicks = countClicks(button, at);
    const types = buttonTypes[button];
    mac.mouse({ type: down ? types.down : types.up, at, button: types.number, clicks });
  };
  const key = (code: string, down: boolean): boolean => {
    const virtualKey = keyCode(code)?.macos ?? null;
    if (virtualKey === null) return false;
    const isNew = down ? keys.press(code) : keys.lift(code);
    if (isNew || down) mac.key(virtualKey, down);
    return true;
  };
  const type = (text: string): void => {
    const lifted = keys.all().filter(isModifier);
    for (const code of lifted) key(code, false);
    for (const character of typedCharacters(text)) {
      const virtualKey = textKeys.get(character)?.macos ?? null;
      if (virtualKey === null) mac.text(character);
      else for (const down of [true, false]) mac.key(virtualKey, down);
    }
    for (const code of lifted.toReversed()) key(code, true);
  };
  const release = async (): Promise<void> => {
    for (const button of buttons.all()) press(button, false);
    for (const code of keys.all()) key(code, false);
  };
  const play = async (event: InputEvent): Promise<boolean> => {
    if ('x' in event) moveTo(event);
    if (event.type === 'key') return key(event.code, event.down);
    if (event.type === 'button') press(event.button, event.down);
    if (event.type === 'text') type(event.text);
    if (event.type === 'release') await release();
    if (event.type === 'wheel') {
      const { dx, dy } = wheel.take(event.dx, event.dy);
      if (dx !== 0 || dy !== 0) mac.scroll(dy, dx);
    }
    return true;
  };
  const abilities = { pointer: true, keys: true, text: true };
  return { name: 'macos', abilities, play, releaseAll: release, close: release };
}

const doubleClickMs = 500;
const doubleClickPoints = 4;

/** macOS does not count clicks itself: a press tells whether it is the second or third of a row. */
function clickCounter(now: () => number): (button: PointerButton, at: Point) => number {
  let last: { button: PointerButton; at: Point; when: number; count: number } | undefined;
  return (button, at) => {
    const isNext =
      last?.button === button &&
      now() - last.when < doubleClickMs &&
      Math.hypot(at.x - last.at.x, at.y - last.at.y) <= doubleClickPoints;
    last = { button, at, when: now(), count: isNext && last !== undefined ? last.count + 1 : 1 };
    return last.count;
  };
}
