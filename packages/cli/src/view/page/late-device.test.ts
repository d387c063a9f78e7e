import { describe, expect, it } from 'vitest';
import { LateDevice } from './late-device.js';

/** A stream whose device is on until it is stopped, and how to let it open. */
function deviceThatAsks() {
  let on = false;
  const track = {
    stop() {
      on = false;
    },
  };
  const stream = { getTracks: () => [track] };
  let allow: () => void = () => undefined;
  let deny: (error: Error) => void = () => undefined;
  const ask = () =>
    new Promise<typeof stream>((resolve, reject) => {
      deny = reject;
      allow = () => {
        on = true;
        resolve(stream);
      };
    });
  return { ask, stream, isOn: () => on, allow: () => allow(), deny: (error: Error) => deny(error) };
}

describe('a camera or a microphone that opens late', () => {
  it('is there for who still wants it', async () => {
    const { ask, stream, isOn, allow } = deviceThatAsks();
    const device = new LateDevice<typeof stream>();
    const opened = device.open(ask);
    allow();
    expect(await opened).toBe(stream);
    expect([device.isWanted, isOn()]).toEqual([true, true]);
  });

  it('is shut again where it was put off before it was open', async () => {
    const { ask, stream, isOn, allow } = deviceThatAsks();
    const device = new LateDevice<typeof stream>();
    const opened = device.open(ask);
    device.forget();
    allow();
    expect(await opened).toBeUndefined();
    expect([device.isWanted, isOn()]).toEqual([false, false]);
  });

  it('is there once, for the last who asked', async () => {
    const [first, second] = [deviceThatAsks(), deviceThatAsks()];
    const device = new LateDevice<typeof first.stream>();
    const early = device.open(first.ask);
    device.forget();
    const late = device.open(second.ask);
    second.allow();
    first.allow();
    expect([await early, await late]).toEqual([undefined, second.stream]);
    expect([first.isOn(), second.isOn()]).toEqual([false, true]);
  });

  it('says why there is none to who wants it, and to nobody else', async () => {
    const { ask, stream, deny } = deviceThatAsks();
    const device = new LateDevice<typeof stream>();
    const refused = device.open(ask);
    deny(new Error('denied'));
    await expect(refused).rejects.toThrow('denied');
    expect(device.isWanted).toBe(false);
    const unwanted = device.open(ask);
    device.forget();
    deny(new Error('denied'));
    expect(await unwanted).toBeUndefined();
  });
});
