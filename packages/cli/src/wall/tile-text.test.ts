import { expect, it } from 'vitest';
import { messages } from '../i18n/index.js';
import { textWidth } from './fit-text.js';
import { plainPalette } from './palette.js';
import { fakeTile } from './testing/fake-source.js';
import { textChanged } from './text-changed.js';
import { tileLabel } from './tile-text.js';

const wording = { now: 3_000, language: 'en' as const, texts: messages('en').wall, palette: plainPalette };
const first = { screen: true, voice: false, camera: false };
const label = (consent: typeof first, width = 40) =>
  tileLabel(fakeTile({ studentId: 'mem_1', name: '김하늘', consent }), width, false, wording);

it('shows what a student allows otherwise than all do at first, with or without room for the state', () => {
  expect(label(first)).toMatch(/김하늘 +live 3s$/);
  expect(label({ screen: false, voice: true, camera: true })).toMatch(/김하늘 +⊘♪◎ live 3s$/);
  expect(label({ ...first, voice: true }, 16)).toMatch(/김하늘 +♪ 3s$/);
  for (const width of [12, 16, 24, 40]) expect(textWidth(label({ ...first, camera: true }, width))).toBe(width);
});

it('is drawn anew when a consent changes', () => {
  const wall = (consent: typeof first) => ({
    lecture: { id: 'lec_1', title: 'Web' },
    lesson: null,
    waiting: 0,
    alarms: null,
    tiles: [fakeTile({ studentId: 'mem_1', consent })],
    connection: 'connected' as const,
  });
  expect(textChanged(wall(first), wall({ ...first }))).toBe(false);
  for (const part of ['screen', 'voice', 'camera'] as const)
    expect(textChanged(wall(first), wall({ ...first, [part]: !first[part] }))).toBe(true);
});
