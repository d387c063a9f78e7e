import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { sampleOrder } from '../../testing/sale-samples.js';
import { sampleInstitution } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

describe('api', () => {
  it('gives the reply as it is, and a refusal as an error', async () => {
    const world = await serve({ 'GET /v1/institution': () => sampleInstitution });
    expect(JSON.parse((await runCli(['api', 'GET', '/v1/institution'], world)).stdout)).toEqual(sampleInstitution);
    expect(world.seen[0]?.token).toBe('token-1');
    expect(await runCli(['api', 'GET', '/v1/labs/x'], world)).toMatchObject({ code: 3, stdout: '' });
  });

  it('makes a call that needs a key, once for the one that is given', async () => {
    const order = sampleOrder(1);
    const world = await serve({ 'POST /v1/orders': () => order });
    const ask = ['api', 'POST', '/v1/orders', '--body', '{"lines":[]}'];
    for (const argv of [ask, ask, [...ask, '--key', 'spring-haeun']]) expect((await runCli(argv, world)).code).toBe(0);
    const [first, second, third] = world.seen.map(({ idempotencyKey }) => idempotencyKey);
    expect(first).toMatch(/^[\x21-\x7e]{16,}$/);
    expect(second).not.toBe(first);
    expect(third).toBe('spring-haeun');
  });

  it.each(['//evil.example/v1/x', 'https://evil.example/v1/x', '/other', '/v1/\\evil.example'])(
    'refuses %s',
    async (path) => {
      const world = await serve({});
      expect(await runCli(['api', 'GET', path], world)).toMatchObject({ code: 2 });
      expect(world.seen).toEqual([]);
    },
  );
});
