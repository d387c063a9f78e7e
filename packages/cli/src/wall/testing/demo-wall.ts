import { isGuarded, runGuarded } from '../guard.js';
import type { TileState, WallTile } from '../model.js';
import { runWall } from '../run-wall.js';
import { desktopJpeg, FakeSource, fakeTile } from './fake-source.js';

// A wall of made-up students, for looking at it and for the tests that need a real terminal:
//   tsx src/wall/testing/demo-wall.ts [STUDENTS] [en|ko] [--crash]
const FAMILY = '김이박최정강조윤장임';
const GIVEN = ['하늘', '서준', '지우', '도윤', '예린', 'Alexander', '민'];
const STATES: TileState[] = [
  'live',
  'live',
  'live',
  'unchanged',
  'live',
  'no_display',
  'agent_lost',
  'left',
  'never_connected',
];

const count = Number(process.argv[2] ?? 24);
const lang = process.argv[3] === 'ko' ? 'ko' : 'en';

function demoTile(at: number): WallTile {
  const state = STATES[at % STATES.length] ?? 'live';
  const picture = { version: 1, jpeg: desktopJpeg(at), capturedAt: Date.now() };
  return fakeTile({
    studentId: `mem_${at}`,
    name: `${FAMILY[at % FAMILY.length]}${GIVEN[at % GIVEN.length]}`,
    deviceName: `LAB1-PC${String(at + 1).padStart(2, '0')}`,
    state,
    ...(state === 'no_display' && at % 2 === 0 ? { reason: 'locked' as const } : {}),
    since: Date.now() - at * 7000,
    consent: { screen: at % 7 !== 6, voice: at % 4 === 1, camera: at % 8 === 1 },
    picture: state === 'live' || state === 'unchanged' ? picture : null,
  });
}

class DemoSource extends FakeSource {
  override now(): number {
    return Date.now();
  }
}

async function main(): Promise<number> {
  if (!isGuarded(process.env)) return runGuarded(process.argv.slice(1));
  const source = new DemoSource(
    Array.from({ length: count }, (_, at) => demoTile(at)),
    {
      lesson: { id: 'les_1', startedAt: Date.now() - 754_000 },
      waiting: 3,
      alarms: null,
    },
  );
  let round = 0;
  const timer = setInterval(() => {
    source.time = Date.now();
    for (const tile of source.snapshot().tiles) {
      if (tile.state === 'live') source.show(tile.studentId, desktopJpeg(round + tile.name.length));
    }
    round += 1;
  }, 1000);
  if (process.argv.includes('--crash'))
    setTimeout(() => {
      throw new Error('the demo fails as it was told');
    }, 1500);
  const code = await runWall({ source, stdin: process.stdin, stdout: process.stdout, env: process.env, lang });
  clearInterval(timer);
  console.log(`wall ended with ${code}`);
  return code;
}

process.exit(await main());
