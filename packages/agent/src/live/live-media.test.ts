import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noAudio } from './audio/audio-back-end.js';
import { liveMedia } from './live-media.js';
import { countedMedia, trackOf } from './testing/counted-media.js';
import { noWindow } from './window/window-back-end.js';

type Step =
  | { readonly type: 'meet'; readonly fence: number | null }
  | { readonly type: 'told' | 'listen' | 'voice' | 'camera'; readonly on: boolean }
  | { readonly type: 'track'; readonly kind: 'audio' | 'video' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('meet' as const), fence: fc.constantFrom(null, 2, 3) }),
  fc.record({ type: fc.constantFrom('told', 'listen', 'voice', 'camera' as const), on: fc.boolean() }),
  fc.record({ type: fc.constant('track' as const), kind: fc.constantFrom('audio', 'video' as const) }),
);

describe('voice and camera', () => {
  it('are open only with consent, and the microphone only for one of whom the student knows, and who asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { room, open, options, consent, speak } = countedMedia();
        const media = liveMedia(options);
        const now = { fence: null as number | null, told: false, listen: false, voice: false, camera: false };
        let tracks: { audio?: MediaStreamTrack; video?: MediaStreamTrack } = {};
        for (const each of steps) {
          if (each.type === 'meet') {
            if (each.fence !== now.fence) {
              Object.assign(now, { told: false, listen: false });
              tracks = {};
            }
            now.fence = each.fence;
            room.meet(each.fence);
          } else if (each.type === 'track') {
            tracks[each.kind] = trackOf(each.kind);
            room.emit('track', tracks[each.kind] ?? trackOf(each.kind), Object.create(null));
          } else {
            now[each.type] = each.on;
            if (each.type === 'told') media.told(each.on);
            else if (each.type === 'listen') media.listen(each.on);
            else await consent({ [each.type]: each.on });
          }
          const isThere = now.fence !== null;
          const isHeard = isThere && now.voice && now.told && now.listen;
          expect(open.microphones).toBe(isHeard ? 1 : 0);
          if (isHeard) speak();
          expect(open.voices).toBe(isHeard ? 1 : 0);
          expect(open.heard).toEqual(isThere && now.voice && tracks.audio ? [tracks.audio] : []);
          expect(open.seen).toEqual(isThere && now.camera && tracks.video ? [tracks.video] : []);
          const [speaker, window] = [open.heard.length > 0, open.seen.length > 0];
          expect(media.state()).toMatchObject({ microphone: isHeard, speaker, window });
        }
        media.stop();
        expect(open).toEqual({ microphones: 0, speakers: 0, voices: 0, heard: [], seen: [] });
      }),
      { numRuns: 200 },
    );
  });

  it('sends no track before the microphone has said something', async () => {
    const { room, open, options, consent, speak } = countedMedia();
    const media = liveMedia(options);
    room.meet(2);
    await consent({ voice: true });
    media.told(true);
    media.listen(true);
    expect([open.microphones, open.voices]).toEqual([1, 0]);
    speak();
    speak();
    expect(open.voices).toBe(1);
    media.stop();
  });

  it('opens the speaker at the rate of what comes, and anew where that changes', async () => {
    const { room, open, played, options, consent, say } = countedMedia();
    const media = liveMedia(options);
    room.meet(2);
    await consent({ voice: true });
    room.emit('track', trackOf('audio'), Object.create(null));
    expect(open.speakers).toBe(0);
    say()({ samples: new Int16Array(960), sampleRate: 48_000, channelCount: 2 });
    say()({ samples: new Int16Array(160), sampleRate: 16_000 });
    expect([open.speakers, played]).toEqual([1, [0.01, 0.01]]);
    media.stop();
    expect(open.speakers).toBe(0);
  });

  it('are not tried where this machine has none', async () => {
    const { room, open, options, consent } = countedMedia();
    const media = liveMedia({ ...options, audio: noAudio, window: noWindow });
    room.meet(2);
    await consent({ voice: true, camera: true });
    media.told(true);
    media.listen(true);
    room.emit('track', trackOf('audio'), Object.create(null));
    room.emit('track', trackOf('video'), Object.create(null));
    const none = { sound: 'none', camera: 'none' };
    expect(media.state()).toEqual({ ...none, microphone: false, speaker: false, window: false });
    expect([open.heard, open.seen]).toEqual([[], []]);
  });
});
