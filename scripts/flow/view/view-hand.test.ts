import type { InputEvent } from '@didacto/sdk/live';
import { describe, expect, it } from 'vitest';
import { until } from '../../../packages/server/src/testing/until.js';
import { hasChromium, takeControl } from './page.js';
import { usePageScene } from './page-scene.js';

// The page of `didacto view` in a real browser, against the real server; the student's side is the SDK's.

describe.skipIf(!hasChromium)('mouse, keyboard and clipboard of the page', () => {
  const at = usePageScene();
  const played = (what: string, holds: (input: InputEvent) => boolean) =>
    until(what, () => at.student.inputs.some(holds));

  it('sends mouse, wheel and keys while it has control, and nothing before and after', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await tab.page.mouse.click(...(await tab.place(0.5, 0.5)));
    await tab.page.keyboard.type('x');
    await takeControl(tab);
    await tab.page.mouse.move(...(await tab.place(0.25, 0.5)));
    await tab.page.mouse.down();
    await tab.page.mouse.move(...(await tab.place(0.75, 0.25)));
    await tab.page.mouse.up();
    await tab.page.mouse.wheel(0, 300);
    await tab.page.keyboard.press('Shift+A');
    await tab.page.keyboard.press('Control+c');
    await tab.page.keyboard.press('Tab');
    await played('Tab is let go', (input) => input.type === 'key' && input.code === 'Tab' && !input.down);
    const told = at.student.inputs.map((input) => {
      if (input.type === 'key') return `${input.down ? '+' : '-'}${input.code}`;
      if (input.type === 'wheel') return `wheel ${input.dy}`;
      if (input.type === 'text' || input.type === 'release') return input.type;
      return `${input.type === 'button' ? `${input.down ? 'down' : 'up'} ${input.button}` : 'move'} ${input.x.toFixed(2)} ${input.y.toFixed(2)}`;
    });
    expect(told).toEqual([
      ...['move 0.25 0.50', 'down left 0.25 0.50', 'move 0.75 0.25', 'up left 0.75 0.25', 'wheel 3'],
      ...[
        '+ShiftLeft',
        '+KeyA',
        '-KeyA',
        '-ShiftLeft',
        '+ControlLeft',
        '+KeyC',
        '-KeyC',
        '-ControlLeft',
        '+Tab',
        '-Tab',
      ],
    ]);
    await tab.page.click('#control');
    await until('control is off', () => at.student.room.control === null);
    const before = at.student.inputs.length;
    await tab.page.mouse.click(...(await tab.place(0.5, 0.5)));
    await tab.page.keyboard.type('y');
    at.student.show(6);
    await at.shows(tab, 6);
    expect(at.student.inputs.slice(before).filter(({ type }) => type !== 'release')).toEqual([]);
  });

  it('sends what an input method wrote as text, once it is done', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await takeControl(tab);
    const ime = await tab.page.context().newCDPSession(tab.page);
    for (const part of ['ㅎ', '하', '한'])
      await ime.send('Input.imeSetComposition', { text: part, selectionStart: 1, selectionEnd: 1 });
    await ime.send('Input.insertText', { text: '한' });
    for (const part of ['ㄱ', '그', '글'])
      await ime.send('Input.imeSetComposition', { text: part, selectionStart: 1, selectionEnd: 1 });
    await ime.send('Input.insertText', { text: '글' });
    // What no key of the usual layout writes.
    await tab.page.keyboard.insertText('é');
    await played('é came', (input) => input.type === 'text' && input.text === 'é');
    const text = at.student.inputs.map((input) => (input.type === 'text' ? input.text : '')).join('');
    expect(text).toBe('한글é');
    expect(at.student.inputs.some(({ type }) => type === 'key')).toBe(false);
  });

  it('lets go of everything when the window is left', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await takeControl(tab);
    await tab.page.keyboard.down('KeyA');
    await played('A is down', (input) => input.type === 'key' && input.down);
    await tab.page.keyboard.down('Control');
    await tab.page.keyboard.down('Alt');
    await tab.page.keyboard.press('Enter');
    await played('all is let go', ({ type }) => type === 'release');
    expect(await tab.page.evaluate(() => document.activeElement?.id)).toBe('control');
  });

  it('asks the student where the institution wants that, and says what came of it', async () => {
    await at.server.admin.didacto.institution.update({ controlPolicy: 'ask' });
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await tab.page.click('#control');
    await until('the student is asked', () => at.student.room.control?.state === 'asked');
    await until('the page says so', async () => (await tab.text('#control')) === 'Asking…');
    await at.student.room.answerControl(at.student.room.control?.id ?? '', false);
    await until('the page says no', async () => (await tab.text('#notice')) === 'The student has not said yes.');
    await tab.page.click('#control');
    await until('the student is asked again', () => at.student.room.control?.state === 'asked');
    await at.student.room.answerControl(at.student.room.control?.id ?? '', true);
    await until('control is on', async () => (await tab.text('#control')) === 'End control');
    await at.server.admin.didacto.institution.update({ controlPolicy: 'always' });
  });

  it('puts text into the student’s clipboard', async () => {
    const tab = await at.open();
    at.student.show(5);
    await at.shows(tab, 5);
    await tab.page.click('#send-text');
    await tab.page.fill('#text', '안녕하세요\nprint("hi")');
    await tab.page.getByRole('button', { name: 'Put into the clipboard' }).click();
    await until('it is sent', async () => (await tab.text('#notice')) !== '');
    const text = at.student.messages.find(({ type }) => type === 'clipboard');
    expect(text).toEqual({ type: 'clipboard', text: '안녕하세요\nprint("hi")' });
  });
});
