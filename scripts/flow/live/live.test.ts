import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InputEvent, type RoomOptions, readPlayed, writeInput } from '@didacto/sdk/live';
import wrtc from '@roamhq/wrtc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startXvfb, type XServer } from '../../../bench/xvfb.js';
import { chooseSource } from '../../../packages/agent/src/capture/choose-source.js';
import type { ScreenSource } from '../../../packages/agent/src/capture/source.js';
import { chooseInput } from '../../../packages/agent/src/input/choose-input.js';
import { type RoomScene, roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { type LiveAgent, startLiveAgent } from './live-agent.js';
import { joinLive, type LiveViewer } from './live-viewer.js';

// The real server, the real agent under Xvfb, and the SDK's room, over loopback.

const folder = mkdtempSync(join(tmpdir(), 'didacto-live-'));
const size = { width: 640, height: 360 };
let server: TestServer;
let screen: XServer;
let scene: RoomScene;
let agent: LiveAgent;
let eyes: ScreenSource;
let starts = 0;

beforeAll(async () => {
  [server, screen] = await Promise.all([startTestServer(), startXvfb(size)]);
  scene = await roomScene(server);
  const { display } = screen;
  const sees = {
    monitors: 'all',
    label: '',
    platform: process.platform,
    env: { DISPLAY: display },
    now: Date.now,
  } as const;
  eyes = chooseSource({ source: 'x11', ...sees });
  await begin();
});
afterAll(async () => {
  await agent?.stop();
  await eyes?.close();
  await Promise.all([server?.stop(), screen?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the agent, until it is in its room. */
async function begin(): Promise<void> {
  const { url } = server;
  const { display } = screen;
  starts += 1;
  const dir = join(folder, `agent-${starts}`);
  agent = await startLiveAgent({ url, email: scene.student.member.email, dir, display });
  await until('the agent is in its room', async () => (await agent.status())?.live);
}

const join_ = (options?: RoomOptions): Promise<LiveViewer> => joinLive(scene, options);

/** How far the viewer's picture is from the screen, a byte a colour on average. */
async function meanError(viewer: LiveViewer): Promise<number> {
  const grab = await eyes.grab(true);
  const { pixels, width, height } = viewer.picture();
  if (grab.kind !== 'frame' || width !== grab.frame.width || height !== grab.frame.height) return 255;
  const { frame } = grab;
  let sum = 0;
  for (let y = 0; y < height; y++)
    for (let i = 0; i < width * 4; i++)
      if (i % 4 !== 3)
        sum += Math.abs((pixels[y * width * 4 + i] ?? 0) - (frame.pixels[y * frame.stride * 4 + i] ?? 0));
  return sum / (width * height * 3);
}

/** Of the bars at the top of the screen. */
const noticeColours = { live: 0x1f3f8a, control: 0xa04a00 };
/** The green of the button that says yes. */
const yesColour = 0x1f6f3a;

/** Where a colour is on the screen, 0 to 1. */
async function placeOf(colour: number): Promise<{ x: number; y: number } | undefined> {
  const grab = await eyes.grab(true);
  if (grab.kind !== 'frame') return undefined;
  const { width, height, stride, pixels } = grab.frame;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((pixels.readUInt32LE((y * stride + x) * 4) & 0xffffff) === colour)
        return { x: (x + 3) / width, y: (y + 3) / height };
  return undefined;
}

describe('a live room of the real agent', () => {
  it('shows the screen as it is, and then sends nothing while nothing changes', async () => {
    const viewer = await join_();
    viewer.watch('tiles');
    await until('the picture is sharp', async () => viewer.messages.length >= 2 && (await meanError(viewer)) < 2);
    let seen = -1;
    await until('the screen rests', async () => {
      const before = seen;
      seen = viewer.messages.length;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return before === seen;
    });
    viewer.refresh();
    await until('a whole picture comes', () => viewer.messages.slice(seen).some(({ whole }) => whole));
    await viewer.room.close();
  });

  it('says in its status who watches, and how', async () => {
    const viewer = await join_();
    viewer.watch('auto');
    await until('a picture comes', () => viewer.messages.length > 0);
    await until('the student is told', () => placeOf(noticeColours.live));
    const live = (await agent.status())?.live;
    expect(live).toMatchObject({ viewer: scene.instructor.member.name, transport: 'tiles', control: 'none' });
    await viewer.room.close();
    await until('nobody watches', async () => (await agent.status())?.live?.viewer === null);
  });

  it('lets its student say at the computer what they allow, and take it back', async () => {
    const { lectureId } = scene;
    expect(await agent.command('consent')).toEqual({ screen: true, voice: false, camera: false });
    const given = { screen: true, voice: true, camera: false };
    expect(await agent.command('consent', '--voice', 'yes')).toEqual(given);
    expect(await scene.student.didacto.rooms.consent({ lectureId })).toEqual(given);
    const viewer = await join_();
    let ended = '';
    viewer.room.on('ended', (code) => {
      ended = code;
    });
    expect(await agent.command('consent', '--screen', 'no', '--voice', 'no')).toMatchObject({ screen: false });
    await until('the viewer is out', () => ended === 'consent_withdrawn');
    expect(await agent.command('consent', '--screen', 'yes')).toEqual({ screen: true, voice: false, camera: false });
  });

  it('asks its student before an instructor has control, and plays what they do then', async () => {
    const viewer = await join_();
    const hand = await chooseInput({
      monitors: 'all',
      platform: process.platform,
      env: { DISPLAY: screen.display },
    }).open();
    const control = await viewer.room.takeControl();
    expect(control.state).toBe('asked');
    await until('the student has said yes', async () => {
      const at = await placeOf(yesColour);
      if (at !== undefined)
        for (const down of [true, false]) await hand.play({ type: 'button', button: 'left', down, ...at });
      return viewer.room.control?.state === 'on';
    });
    await hand.close();
    let played = -1;
    viewer.room.on('data', (channel, bytes) => {
      if (channel === 'input') played = readPlayed(bytes)?.played ?? played;
    });
    await until('control is shown on the screen', () => placeOf(noticeColours.control));
    await until('control is shown', async () => (await agent.status())?.live?.control === 'on');
    const say = (seq: number, event: InputEvent) =>
      viewer.room.send('input', writeInput({ seq, controlId: control.id, event }));
    await until('input is played', async () => {
      await say(played + 2, { type: 'move', x: 0.5, y: 0.5 });
      return played >= 0;
    });
    await viewer.room.endControl();
    await until('control is over', async () => (await agent.status())?.live?.control === 'none');
    await viewer.room.close();
  });

  it('puts the viewer out when the agent is killed', async () => {
    const viewer = await join_();
    let end = '';
    viewer.room.on('ended', (code) => {
      end = code;
    });
    viewer.watch('tiles');
    await until('a picture comes', () => viewer.messages.length > 0);
    agent.process.kill('SIGKILL');
    await until('the viewer is out', () => end === 'student_gone');
    await begin();
  });

  it('sends a track over WebRTC, and changes to tiles and back without a new connection', async () => {
    const viewer = await join_({ rtc: { RTCPeerConnection: wrtc.RTCPeerConnection } });
    let frames = 0;
    viewer.room.on('track', (track) => {
      // One library's track, under two names.
      const sink = new wrtc.nonstandard.RTCVideoSink(track as never);
      sink.onframe = () => void frames++;
      track.onended = () => sink.stop();
    });
    await until('they are connected directly', () => viewer.room.route === 'direct');
    viewer.watch('track');
    await until('frames come', () => frames >= 3);
    viewer.watch('tiles');
    await until('tiles come', () => viewer.messages.length > 0);
    const before = frames;
    viewer.watch('track');
    await until('frames come again', () => frames > before + 3);
    expect(viewer.room.route).toBe('direct');
    await viewer.room.close();
  });

  it('is left when the lesson ends, and nothing is looked at then', async () => {
    const viewer = await join_();
    let end = '';
    viewer.room.on('ended', (code) => {
      end = code;
    });
    viewer.watch('tiles');
    await until('a picture comes', () => viewer.messages.length > 0);
    await scene.instructor.didacto.lessons.end({ lessonId: scene.lessonId });
    await until('the viewer is out', () => end !== '');
    expect(['lesson_ended', 'student_gone']).toContain(end);
    await until('the agent is idle', async () => (await agent.status())?.phase === 'idle');
    expect((await agent.status())?.live).toBeNull();
    // Not even a WebRTC library that has sent a track takes it down.
    expect(await agent.stop()).toBe(0);
  });
});
