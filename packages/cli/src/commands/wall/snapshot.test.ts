import type { ScreenWithPicture, WallFeed } from '@didacto/sdk/realtime';
import { describe, expect, it } from 'vitest';
import { sampleId, sampleLecture } from '../../testing/samples.js';
import { snapshotOf } from './snapshot.js';

const since = '2026-11-21T01:00:00.000Z';
const screen = (name: string, deviceName: string | null, over: Partial<ScreenWithPicture> = {}): ScreenWithPicture => ({
  student: { id: sampleId('mem', 1), name },
  deviceName,
  state: 'live',
  reason: null,
  since,
  noticeShown: true,
  consent: { screen: true, voice: false, camera: false },
  version: 1,
  picture: null,
  ...over,
});
const feed = (screens: readonly ScreenWithPicture[], lesson: boolean): WallFeed => ({
  lessonId: () => (lesson ? sampleId('les', 1) : null),
  startedAt: () => (lesson ? since : null),
  waiting: () => 2,
  alarms: () => null,
  screens: () => screens,
  now: () => 0,
  close: () => undefined,
});

describe('snapshotOf', () => {
  it('puts students in the order of their seats, those without one last', () => {
    const screens = [screen('나', null), screen('가', null), screen('b', 'PC-10'), screen('a', 'PC-2')];
    const { tiles } = snapshotOf(feed(screens, true), sampleLecture(1, 'Web'), true);
    expect(tiles.map(({ name }) => name)).toEqual(['a', 'b', '가', '나']);
  });

  it('has a picture only where its bytes are there, and says what it cannot tell apart in the wall’s words', () => {
    const picture = { version: 3, bytes: 2, width: 1, height: 1, capturedAt: since };
    const bytes = new Uint8Array([1, 2]);
    const screens = [
      screen('a', '1', { picture, bytes }),
      screen('b', '2', { picture }),
      screen('c', '3', { state: 'no_display', reason: 'capture_failed' }),
    ];
    const { tiles, lesson, connection } = snapshotOf(feed(screens, false), sampleLecture(1, 'Web'), false);
    expect(tiles.map((tile) => tile.picture)).toEqual([
      { version: 3, jpeg: bytes, capturedAt: Date.parse(since) },
      null,
      null,
    ]);
    expect(tiles[2]?.reason).toBe('no_display');
    expect({ lesson, connection }).toEqual({ lesson: null, connection: 'reconnecting' });
  });
});
