import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { hasXServer, startXServer } from '../capture/testing/x-server.js';
import { hasPulse, startPulse } from './audio/testing/pulse-server.js';

const scenario = fileURLToPath(new URL('testing/media-scenario.ts', import.meta.url));
const off = 'pulseaudio,x11,false,false,false 0';

describe.skipIf(!hasPulse() || !hasXServer())('voice and camera, on real sound and a real screen', () => {
  it('go through WebRTC with the student’s consent, and end at once without it', async () => {
    const [pulse, x] = await Promise.all([startPulse(), startXServer()]);
    try {
      const args = ['--conditions=@didacto/source', '--import', 'tsx', scenario];
      const env = { ...pulse.env, DISPLAY: x.display };
      const { stdout } = await promisify(execFile)(process.execPath, args, { env });
      expect(stdout.trim().split('\n')).toEqual([
        'abilities {"microphone":true,"speaker":true} true',
        'connected',
        `without consent ${off} false`,
        'the viewer hears the student',
        'the student hears the viewer',
        'the student sees the viewer',
        'the window goes with the pictures',
        'and comes back',
        `taken back ${off}`,
        'it is quiet',
        'and nobody is seen',
      ]);
    } finally {
      await Promise.all([pulse.kill(), x.kill()]);
    }
  });
});
