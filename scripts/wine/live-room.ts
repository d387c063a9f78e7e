import { type InputEvent, type RoomOptions, readPlayed, writeInput } from '@didacto/sdk/live';
import * as z from 'zod';
import { joinLive, type LiveViewer } from '../flow/live/live-viewer.js';
import { agentLine, type Bench, probe } from './bench.js';
import { until } from './checks.js';
import { type Area, differing, fromBgrx, type Pixels, shot } from './pictures.js';
import { screenSize } from './windows.js';

/** The instructor, in the live room of the student on Windows. */
export const joinRoom = ({ lesson }: Bench, rtc: RoomOptions['rtc']): Promise<LiveViewer> =>
  joinLive(lesson.room, { rtc: rtc ?? null });

/** The picture that the instructor has. */
export function pictureOf(viewer: LiveViewer): Pixels {
  const { pixels, width, height } = viewer.picture();
  return fromBgrx(pixels, { width, height, stride: width });
}

const iconWidth = 20;
/** Beside the clock, newest on the left: below where a balloon may be. */
const iconAt = (place: number): Area => ({
  x: screenSize.width - (place + 1) * iconWidth,
  y: screenSize.height - 9,
  width: iconWidth,
  height: 9,
});
export const icons = { live: iconAt(1), control: iconAt(2) };
/** The lower half of an icon of 16 by 16 pixels has more. */
const leastIcon = 30;

/** How much an icon's place is another than before, once there is an icon there, or none; the last look where it does not come to that. */
export async function iconPixels(
  { windows }: Bench,
  { before, at, isThere }: { before: Pixels; at: Area; isThere: boolean },
): Promise<{ ok: boolean; pixels: number }> {
  const count = async () => differing(before, await shot(windows.display), at).count;
  const pixels = await until('the icon', 20, async () => {
    const now = await count();
    return now >= leastIcon === isThere ? now : undefined;
  }).catch(count);
  return { ok: pixels >= leastIcon === isThere, pixels };
}

const Status = z.object({
  live: z.object({
    viewer: z.string().nullable(),
    route: z.string().nullable(),
    transport: z.string(),
    control: z.string(),
    media: z.object({
      sound: z.string(),
      camera: z.string(),
      microphone: z.boolean(),
      speaker: z.boolean(),
      window: z.boolean(),
    }),
  }),
});

/** What the agent says of its live room. */
export async function liveStatus(bench: Bench): Promise<z.infer<typeof Status>['live']> {
  const { stdout } = await bench.windows.run(agentLine(bench, 'status', '--json'));
  return Status.parse(JSON.parse(stdout)).live;
}

const Desk = z.object({
  notepad: z.object({ text: z.string(), x: z.number(), y: z.number() }),
  buttons: z.array(z.object({ text: z.string(), x: z.number(), y: z.number() })),
  cameraCatchesMouse: z.boolean().nullable(),
  down: z.array(z.string()),
});
export type Desk = z.infer<typeof Desk>;

/** Notepad, the buttons of a question and what is held down, as Windows has them. */
export const lookAtDesk = async (bench: Bench): Promise<Desk> => Desk.parse((await probe(bench, 'desk-probe')).answer);

/** The desk once it is as wanted; else as it was last. */
export async function deskWhen(bench: Bench, what: string, isWanted: (desk: Desk) => boolean): Promise<Desk> {
  return until(what, 15, async () => {
    const desk = await lookAtDesk(bench);
    return isWanted(desk) ? desk : undefined;
  }).catch(() => lookAtDesk(bench));
}

/** Plays input through a room in which control is on. */
export function remoteHand({ room }: LiveViewer): { play(...events: InputEvent[]): Promise<void>; close(): void } {
  const controlId = room.control?.id ?? '';
  let [sent, played] = [0, -1];
  const close = room.on('data', (channel, bytes) => {
    if (channel === 'input') played = readPlayed(bytes)?.played ?? played;
  });
  return {
    async play(...events) {
      for (const event of events) {
        // What comes before mouse and keyboard are open is not played: it is sent again.
        await until(`a ${event.type} to be played`, 20, async () => {
          await room.send('input', writeInput({ seq: ++sent, controlId, event }));
          const seq = sent;
          return until('its answer', 2, async () => played >= seq || undefined).catch(() => undefined);
        });
      }
    },
    close,
  };
}
