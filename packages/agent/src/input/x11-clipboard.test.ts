import { afterEach, describe, expect, it } from 'vitest';
import { hasXServer, startXServer, type XServer } from '../capture/testing/x-server.js';
import { chooseClipboard } from './choose-clipboard.js';
import type { Clipboard } from './clipboard.js';
import { observeX, type XObserver } from './testing/x-observer.js';

describe.runIf(hasXServer())('the clipboard of an X server', () => {
  let server: XServer;
  let observer: XObserver;
  let clipboard: Clipboard;
  const start = async (): Promise<void> => {
    server = await startXServer();
    observer = await observeX(server.display);
    clipboard = chooseClipboard({ platform: 'linux', env: { DISPLAY: server.display } });
  };
  afterEach(async () => {
    clipboard.close();
    observer.close();
    await server.kill();
  });

  it('gives another program the text, as it asks for it', async () => {
    await start();
    expect(await clipboard.setText('첫째')).toBe(true);
    expect(await clipboard.setText('한글 é\nAb')).toBe(true);
    expect(await observer.paste('UTF8_STRING')).toEqual(Buffer.from('한글 é\nAb'));
    expect(await observer.paste('STRING')).toEqual(Buffer.from('?? é\nAb', 'latin1'));
    expect((await observer.paste('TARGETS'))?.length).toBe(16);
    expect(await observer.paste('image/png')).toBeUndefined();
  });

  it('takes as much as an instructor may send', async () => {
    await start();
    const text = '가'.repeat(20_000);
    await clipboard.setText(text);
    expect((await observer.paste('UTF8_STRING'))?.toString()).toBe(text);
  });

  it('says so where it cannot, and can again when there is a server', async () => {
    await start();
    await clipboard.setText('a');
    await server.kill();
    expect(await clipboard.setText('b')).toBe(false);
    server = await startXServer({ display: server.display });
    observer = await observeX(server.display);
    expect(await clipboard.setText('c')).toBe(true);
    expect(await observer.paste('UTF8_STRING')).toEqual(Buffer.from('c'));
  });
});

it('where no clipboard is known, text is not said to be there', async () => {
  expect(await chooseClipboard({ platform: 'linux', env: {} }).setText('a')).toBe(false);
});
