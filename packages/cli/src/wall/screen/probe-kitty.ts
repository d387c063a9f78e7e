import type { WallClock } from '../clock.js';
import { CSI, kittyCommand } from './ansi.js';

/** What the probe needs of the terminal's two streams. Raw mode has to be on. */
export interface ProbeInput {
  on(event: 'readable', listener: () => void): unknown;
  off(event: 'readable', listener: () => void): unknown;
  read(): unknown;
  unshift(chunk: string): unknown;
}

const ANSWER_TIMEOUT_MS = 300;
const QUERY = `${kittyCommand('i=31,s=1,v=1,a=q,t=d,f=24', 'AAAA')}${CSI}c`;
// biome-ignore-start lint/suspicious/noControlCharactersInRegex: they are what a terminal answers with
const GRAPHICS_ANSWER = /\u001b_Gi=31;([^\u001b]*)\u001b\\/;
const DEVICE_ANSWER = /\u001b\[\?[\d;]*c/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above

/**
 * Asks the terminal whether it draws kitty graphics. Every terminal answers the second question (device attributes),
 * so no answer to the first one by then means no. Keys typed meanwhile are put back.
 */
export function probeKitty(input: ProbeInput, write: (text: string) => unknown, clock: WallClock): Promise<boolean> {
  return new Promise((resolve) => {
    let received = '';
    const finish = () => {
      cancel();
      input.off('readable', onReadable);
      const typed = received.replace(GRAPHICS_ANSWER, '').replace(DEVICE_ANSWER, '');
      if (typed !== '') input.unshift(typed);
      resolve(GRAPHICS_ANSWER.exec(received)?.[1] === 'OK');
    };
    const onReadable = () => {
      for (let chunk = input.read(); chunk !== null; chunk = input.read()) received += String(chunk);
      if (DEVICE_ANSWER.test(received)) finish();
    };
    const cancel = clock.after(ANSWER_TIMEOUT_MS, finish);
    input.on('readable', onReadable);
    write(QUERY);
  });
}
