import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { percentile } from '../harness.js';
import type { Target } from './target.js';

export type PollTally = { polls: number; errors: number; p50Ms: number; p95Ms: number; bytes: number };

const WARM_UP = 20;

/** Repeats a wall's request over one connection, each after the answer of the one before. */
export async function pollWall(url: string, wall: Target, polls: number): Promise<PollTally> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const latencies: number[] = [];
  let errors = 0;
  let bytes = 0;
  for (let index = 0; index < WARM_UP + polls; index++) {
    const begin = performance.now();
    const answer = await get(new URL(wall.path, url), wall.headers, agent);
    if (index < WARM_UP) continue;
    latencies.push(performance.now() - begin);
    if (answer.status !== 200 && answer.status !== 304) errors++;
    bytes = Math.max(bytes, answer.bytes);
  }
  agent.destroy();
  return { polls, errors, p50Ms: percentile(latencies, 0.5), p95Ms: percentile(latencies, 0.95), bytes };
}

function get(url: URL, headers: Record<string, string>, agent: Agent): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    request(url, { headers, agent }, (response) => {
      buffer(response).then((body) => resolve({ status: response.statusCode ?? 0, bytes: body.length }), reject);
    })
      .on('error', reject)
      .end();
  });
}
