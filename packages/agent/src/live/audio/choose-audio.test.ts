import { describe, expect, it } from 'vitest';
import { chooseAudio } from './choose-audio.js';
import { toMono } from './mono.js';
import { abilitiesIn } from './pulse-audio.js';

const info = (sink: string, source: string) =>
  `Server Name: pulseaudio\nDefault Sink: ${sink}\nDefault Source: ${source}\nCookie: 1\n`;

describe('the sound of a system', () => {
  it.each([
    ['both', info('alsa_output.analog', 'alsa_input.analog'), true, true],
    ['no microphone: what the computer plays is no voice', info('alsa_output.a', 'alsa_output.a.monitor'), false, true],
    ['neither, but a stand-in', info('auto_null', 'auto_null.monitor'), false, false],
    ['nothing set', info('@DEFAULT_SINK@', '@DEFAULT_SOURCE@'), false, false],
    ['no server', '', false, false],
  ])('%s', (_, text, microphone, speaker) => expect(abilitiesIn(text)).toEqual({ microphone, speaker }));

  it('is asked in English, of the server that the student has', async () => {
    const asked: unknown[] = [];
    const run = async (...args: unknown[]) => {
      asked.push(args);
      return { ok: true, stdout: info('a', 'b') };
    };
    const env = { PULSE_SERVER: 'unix:/s', LC_ALL: 'ko_KR.UTF-8' };
    const audio = chooseAudio({ platform: 'linux', env, run });
    expect(await audio.abilities()).toEqual({ microphone: true, speaker: true });
    expect(asked).toEqual([['pactl', ['info'], { PULSE_SERVER: 'unix:/s', LC_ALL: 'C' }]]);
  });

  it.each([
    ['win32', 'windows'],
    ['darwin', 'none'],
  ] as const)('is not there on %s where its libraries are not, and says so', async (platform, name) => {
    const audio = chooseAudio({ platform, env: {} });
    expect(audio.name).toBe(name);
    expect(await audio.abilities()).toEqual({ microphone: false, speaker: false });
    expect(() => audio.openSpeaker(48_000, () => undefined)).toThrow();
  });

  it('is one channel: the mean of all', () => {
    expect([...toMono(Int16Array.of(1, 3, -32_768, -32_768), 2)]).toEqual([2, -32_768]);
  });
});
