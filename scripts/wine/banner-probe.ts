// Runs under Wine: shows the banner that stands in for the balloon where there is no task bar, for a few seconds.
import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { windowsBanner } from '../../packages/agent/src/notice/windows-banner.js';

const [out = 'banner.json'] = process.argv.slice(2);
const banner = windowsBanner('en');
const shown = await banner.show({ lessonId: 'les', lectureTitle: 'Lecture', instructorName: 'Kim' }, () => {});
writeFileSync(`${out}.draft`, JSON.stringify({ shown }));
renameSync(`${out}.draft`, out);
await sleep(4_000);
await banner.end();
