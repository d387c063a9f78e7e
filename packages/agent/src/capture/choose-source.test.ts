import { describe, expect, it } from 'vitest';
import { chooseSource, type SourceName, type SourceOptions } from './choose-source.js';

const choose = (source: SourceName, platform: NodeJS.Platform, env: SourceOptions['env']) =>
  chooseSource({ source, monitors: 'all', label: 'A-01', platform, env, now: () => 0 });

describe('the source of pictures', () => {
  it('on Linux is X11 where a display is named', () => {
    expect(choose('auto', 'linux', { DISPLAY: ':99999' }).name).toMatch(/^x11/);
    expect(choose('x11-socket', 'linux', { DISPLAY: ':99999' }).name).toBe('x11-socket');
  });

  it('without a display says so, and does not throw', async () => {
    expect(await choose('auto', 'linux', {}).grab()).toMatchObject({ reason: 'no_display' });
    expect(await choose('auto', 'linux', { DISPLAY: ':99999' }).grab()).toMatchObject({ reason: 'no_display' });
    expect(await choose('x11-socket', 'linux', { DISPLAY: 'nonsense' }).grab()).toMatchObject({ kind: 'unavailable' });
  });

  it('in a Wayland session says so, for its X server shows nothing; by name X11 is tried all the same', async () => {
    for (const env of [{ WAYLAND_DISPLAY: 'wayland-0' }, { XDG_SESSION_TYPE: 'wayland' }]) {
      expect(await choose('auto', 'linux', { ...env, DISPLAY: ':0' }).grab()).toMatchObject({ reason: 'wayland' });
      expect(choose('x11', 'linux', { ...env, DISPLAY: ':99999' }).name).toBe('x11');
    }
  });

  it('can be the test pattern anywhere', async () => {
    expect(await choose('test-pattern', 'aix', {}).grab()).toMatchObject({ kind: 'frame' });
  });

  it.runIf(process.platform !== 'win32')('of another system is unavailable, not an exception', async () => {
    expect(await choose('auto', 'win32', {}).grab()).toMatchObject({ reason: 'capture_failed' });
  });
});
