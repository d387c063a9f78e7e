import * as z from 'zod';
import { type Bench, probe } from './bench.js';
import { check } from './checks.js';

const Played = z.object({
  size: z.object({ width: z.int(), height: z.int() }),
  corners: z.array(z.tuple([z.int(), z.int()])),
  typed: z.string(),
  replaced: z.string(),
  clipboard: z.boolean(),
  pasted: z.string(),
  chordSeen: z.object({ control: z.boolean(), alt: z.boolean(), escape: z.boolean() }),
  left: z.array(z.int()),
});

/** Remote input: the pointer at the corners, and text, keys and the clipboard as Notepad has them. */
export async function checkInput(bench: Bench): Promise<void> {
  const { answer } = await probe(bench, 'input-probe');
  const played = Played.safeParse(answer);
  if (!played.success) return check('input', false, JSON.stringify(answer));
  const { size, corners, typed, replaced, clipboard, pasted, chordSeen, left } = played.data;
  const [right, bottom] = [size.width - 1, size.height - 1];
  const wanted = JSON.stringify([
    [0, 0],
    [right, 0],
    [0, bottom],
    [right, bottom],
  ]);
  check('pointer at the corners', JSON.stringify(corners) === wanted, JSON.stringify(corners));
  check('text in Notepad', typed === '한글 Ab!@# 가', JSON.stringify(typed));
  check('Shift and an arrow, then text and Enter', replaced === '한글 Ab!@# b😀\r\n', JSON.stringify(replaced));
  check('clipboard', clipboard && pasted === '한글 Ab!@# b😀\r\n붙임', JSON.stringify(pasted));
  check('key chord', chordSeen.control && chordSeen.alt && chordSeen.escape, JSON.stringify(chordSeen));
  check('nothing held', left.length === 0, `${left.length} keys and buttons still down`);
}
