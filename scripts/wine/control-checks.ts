import type { InputEvent } from '@didacto/sdk/live';
import wrtc from '@roamhq/wrtc';
import { chooseInput } from '../../packages/agent/src/input/choose-input.js';
import type { InputPlayer } from '../../packages/agent/src/input/input-player.js';
import type { LiveViewer } from '../flow/live/live-viewer.js';
import type { Bench } from './bench.js';
import { check, stopwatch, until } from './checks.js';
import { type Desk, deskWhen, iconPixels, icons, joinRoom, liveStatus, lookAtDesk, remoteHand } from './live-room.js';
import { differing, type Pixels, shot, stillShot } from './pictures.js';
import { screenSize } from './windows.js';

type Point = { readonly x: number; readonly y: number };
const written = '한글 Ab!@# 가';

const key = (code: string, down: boolean): InputEvent => ({ type: 'key', code, down });
const press = (code: string): InputEvent[] => [key(code, true), key(code, false)];
const click = ({ x, y }: Point): InputEvent[] => {
  const at = { x: x / screenSize.width, y: y / screenSize.height };
  return [true, false].map((down) => ({ type: 'button', button: 'left', down, ...at }));
};
const isAsked = ({ buttons }: Desk): boolean => buttons.length > 0;

/** Control through the room: the student is asked, answers, and ends it; what is typed arrives; nothing stays held. */
export async function checkControl(bench: Bench): Promise<void> {
  // The student's own hands, on the X server beneath: what they do comes to Windows as from a real keyboard and mouse.
  const student = await chooseInput({
    monitors: 'all',
    platform: 'linux',
    env: { DISPLAY: bench.windows.display },
  }).open();
  // They lie over Notepad.
  for (const program of ['winver.exe', 'regedit.exe']) await bench.windows.run(['taskkill', '/f', '/im', program]);
  const viewer = await joinRoom(bench, { RTCPeerConnection: wrtc.RTCPeerConnection });
  viewer.watch('tiles');
  await until('the picture', 20, async () => viewer.messages.length > 0 || undefined);
  try {
    await checkQuestion(bench, viewer, student);
    const before = await stillShot(bench.windows.display);
    await checkTyping(bench, viewer, student, before);
    await checkChord(bench, viewer, student, before);
    await checkLeaving(bench, viewer, student);
  } finally {
    await student.close();
    await viewer.room.close();
  }
}

const playAll = async (player: InputPlayer, events: readonly InputEvent[]): Promise<void> => {
  for (const event of events) await player.play(event);
};

/** The question comes, goes with what it was about, and takes no key for an answer. */
async function checkQuestion(bench: Bench, viewer: LiveViewer, student: InputPlayer): Promise<void> {
  const { display } = bench.windows;
  const before = await stillShot(display);
  const time = stopwatch();
  await viewer.room.takeControl();
  const asked = await deskWhen(bench, 'the question', isAsked);
  const { count } = differing(before, await shot(display));
  const texts = asked.buttons.map(({ text }) => text).join(' and ');
  check(
    'question before control',
    isAsked(asked) && count > 5_000,
    `${texts} ${time()} after it was asked for, ${count} pixels`,
  );
  await viewer.room.endControl();
  const gone = await deskWhen(bench, 'the question to go', (desk) => !isAsked(desk));
  check('question withdrawn', !isAsked(gone), `${gone.buttons.length} buttons left`);

  await playAll(student, click(asked.notepad));
  await viewer.room.takeControl();
  await deskWhen(bench, 'the question again', isAsked);
  // Y is for yes, and Enter for a button.
  await playAll(student, [...press('KeyY'), ...press('Enter')]);
  const { notepad } = await deskWhen(bench, 'the letters', ({ notepad: { text } }) => text.endsWith('y\r\n'));
  const isOpen = viewer.room.control?.state === 'asked' && notepad.text.endsWith('y\r\n');
  check(
    'typing is no answer',
    isOpen,
    `control ${viewer.room.control?.state}, Notepad has ${JSON.stringify(notepad.text)}`,
  );
  await viewer.room.endControl();
  await deskWhen(bench, 'the question to go', (desk) => !isAsked(desk));
  const { state } = await askAndAnswer(bench, viewer, student, 'No');
  check('no means no', state === undefined, `control ${state ?? 'is none'}`);
}

/**
 * Asks for control; the student clicks on a button. Under Wine a program that comes to the front is drawn over what is to stay
 * above, where that is another program's: a question that was covered so is asked again.
 */
async function askAndAnswer(
  bench: Bench,
  { room }: LiveViewer,
  student: InputPlayer,
  answer: 'Yes' | 'No',
): Promise<{ state: string | undefined }> {
  for (let tries = 0; tries < 4; tries++) {
    await room.takeControl();
    const { buttons } = await deskWhen(bench, 'the question', isAsked);
    const button = buttons.find(({ text }) => text.replace('&', '') === answer);
    if (button !== undefined) await playAll(student, click(button));
    await until('an answer', 5, async () => room.control?.state !== 'asked' || undefined).catch(() => undefined);
    if (room.control?.state !== 'asked') break;
    await room.endControl();
    await deskWhen(bench, 'the question to go', (desk) => !isAsked(desk));
  }
  return { state: room.control?.state };
}

/** Yes: what the instructor types is in Notepad, and the student is shown whose hand it is. */
async function checkTyping(bench: Bench, viewer: LiveViewer, student: InputPlayer, before: Pixels): Promise<void> {
  const { state } = await askAndAnswer(bench, viewer, student, 'Yes');
  check('yes gives control', state === 'on', `control ${state ?? 'is none'}`);
  const { ok, pixels } = await iconPixels(bench, { before, at: icons.control, isThere: true });
  check(
    'notice of control',
    ok,
    `${pixels} pixels of an icon of its own, status: ${(await liveStatus(bench)).control}`,
  );
  const hand = remoteHand(viewer);
  const { notepad } = await lookAtDesk(bench);
  await hand.play(...click(notepad), { type: 'text', text: written });
  const wanted = notepad.text + written;
  const typed = await deskWhen(bench, 'the text', ({ notepad: { text } }) => text === wanted);
  check('text through the room', typed.notepad.text === wanted, JSON.stringify(typed.notepad.text));
  hand.close();
}

/** The student's own key chord ends control, whatever is held. */
async function checkChord(bench: Bench, viewer: LiveViewer, student: InputPlayer, before: Pixels): Promise<void> {
  await hold(bench, viewer);
  const time = stopwatch();
  const chord = ['ControlLeft', 'AltLeft', 'Escape'];
  await playAll(student, [...chord.map((code) => key(code, true))]);
  await until('control to end', 10, async () => viewer.room.control === null || undefined).catch(() => undefined);
  const state = viewer.room.control?.state ?? 'none';
  check('the student’s key chord', state === 'none', `control ${state} ${time()} after it`);
  await playAll(student, [...chord.reverse().map((code) => key(code, false))]);
  await checkNothingDown(bench, 'nothing held after the chord');
  const { ok, pixels } = await iconPixels(bench, { before, at: icons.control, isThere: false });
  check('notice of control taken down', ok, `${pixels} of its pixels other than before`);
}

/** An instructor who leaves in the middle of it. */
async function checkLeaving(bench: Bench, viewer: LiveViewer, student: InputPlayer): Promise<void> {
  await askAndAnswer(bench, viewer, student, 'Yes');
  await hold(bench, viewer);
  await viewer.room.close();
  await checkNothingDown(bench, 'nothing held after the instructor left');
  const { viewer: name, control } = await liveStatus(bench);
  check('the room is empty', name === null && control === 'none', `viewer ${name}, control ${control}`);
}

/** The mouse button and Shift, down by the instructor's hand. */
async function hold(bench: Bench, viewer: LiveViewer): Promise<void> {
  const hand = remoteHand(viewer);
  const { notepad } = await lookAtDesk(bench);
  await hand.play(...click(notepad).slice(0, 1));
  const { down } = await until('both to be held', 20, async () => {
    // Wine puts keys to what its X server has, when that tells of its own; a key that is held repeats itself.
    await hand.play(key('ShiftLeft', true));
    const desk = await lookAtDesk(bench);
    return desk.down.length === 2 ? desk : undefined;
  }).catch(() => lookAtDesk(bench));
  check('held by the instructor', down.join() === 'left,Shift', down.join() || 'nothing');
  hand.close();
}

async function checkNothingDown(bench: Bench, name: string): Promise<void> {
  const { down } = await deskWhen(bench, 'all to be let go', (desk) => desk.down.length === 0);
  check(name, down.length === 0, down.join() || 'all is up');
}
