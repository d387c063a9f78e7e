import { describe, expect, it } from 'vitest';
import { tuneDescription } from './tune-description.js';

const lines = (...all: string[]) => all.map((line) => `${line}\r\n`).join('');
const session = lines('v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0');
const channel = lines('m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0', 'a=mid:0');
const video = (types: string, ...rest: string[]) => lines(`m=video 9 UDP/TLS/RTP/SAVPF ${types}`, 'a=mid:1', ...rest);

describe('a session description', () => {
  it('prefers AV1, then VP8, and lets both begin with enough bits', () => {
    const sdp = tuneDescription(
      session +
        channel +
        video(
          '96 97 98 45',
          'a=rtpmap:96 VP8/90000',
          'a=rtpmap:97 rtx/90000',
          'a=fmtp:97 apt=96',
          'a=rtpmap:98 VP9/90000',
          'a=rtpmap:45 AV1/90000',
          'a=fmtp:45 profile=0',
        ),
    );
    expect(sdp).toContain('m=video 9 UDP/TLS/RTP/SAVPF 45 96 97 98\r\n');
    expect(sdp).toMatch(/a=fmtp:45 profile=0;x-google-min-bitrate=\d+;/);
    expect(sdp).toMatch(/a=rtpmap:96 VP8\/90000\r\na=fmtp:96 x-google-min-bitrate=\d+;[^\r]*\r\n/);
    expect(sdp).toContain('a=fmtp:97 apt=96\r\n');
    expect(sdp.startsWith(session + channel)).toBe(true);
  });

  it('takes the link to carry more than the encoder makes, so that a picture is not spread over the time until the next', () => {
    const sdp = tuneDescription(session + channel + video('96', 'a=rtpmap:96 VP8/90000'));
    const [, link] = /m=video [^\r]+\r\nb=AS:(\d+)\r\na=mid:1\r\n/.exec(sdp) ?? [];
    const [, encoder] = /x-google-max-bitrate=(\d+)/.exec(sdp) ?? [];
    expect(Number(link)).toBeGreaterThanOrEqual(2 * Number(encoder));
    expect(sdp.startsWith(session + channel)).toBe(true);
  });

  it('is tuned once, however often it passes by', () => {
    const sdp = tuneDescription(session + video('96', 'a=rtpmap:96 VP8/90000'));
    expect(tuneDescription(sdp)).toBe(sdp);
  });

  it('without video stays as it is', () => {
    expect(tuneDescription(session + channel)).toBe(session + channel);
    expect(tuneDescription('')).toBe('');
  });
});
