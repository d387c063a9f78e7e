import { openSimDatabase } from './payments/database.js';
import { foundSchool } from './payments/school.js';
import { runSeed } from './payments/seed-run.js';
const first = Number(process.argv[2] ?? 1), n = Number(process.argv[3] ?? 1);
const say = process.argv[4] === 'say' ? console.log : undefined;
const db = await openSimDatabase(foundSchool);
const counts = new Map<string, number>();
let steps = 0, bad = 0;
const c0 = process.cpuUsage(); const t0 = performance.now();
for (let s = first; s < first + n; s++) {
  const r = await runSeed(s, db, { say });
  steps += r.steps;
  for (const [k, v] of r.counts) counts.set(k, (counts.get(k) ?? 0) + v);
  if (r.violations.length) { bad++; console.log('SEED', s, r.steps, r.violations.slice(0, 3).map(v => v.invariant + ': ' + v.detail.slice(0, 600))); }
}
const c = process.cpuUsage(c0);
console.log({ seeds: n, steps, bad, cpuPerSeed: (c.user + c.system) / 1000 / n, wallPerSeed: (performance.now() - t0) / n });
if (process.argv[4] === 'counts') for (const k of [...counts.keys()].sort()) console.log(String(counts.get(k)).padStart(8), k);
await db.close();
