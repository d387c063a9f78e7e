import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import * as z from 'zod';
import { startSandbox } from './sandbox/index.js';

const Options = z.object({
  port: z.coerce.number<string>('--port must be a number').int().min(0).max(65_535),
  seed: z.coerce.number<string>('--seed must be a number').int().min(0).max(0xffff_ffff).optional(),
  faultRate: z.coerce.number<string>('--fault-rate must be a number').min(0).max(1),
  webhookUrl: z.url({ protocol: /^https?$/, error: '--webhook-url must be an address' }),
  json: z.boolean().default(false),
});

/** Runs the fake providers until SIGINT or SIGTERM; prints where they are and what points a server at them. */
export async function runSandbox(options: unknown): Promise<void> {
  // Ids must not repeat from run to run: the server that met them before still knows them.
  const { port, seed = randomInt(2 ** 32), faultRate, webhookUrl, json } = Options.parse(options);
  const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), parentGone()]);
  const sandbox = await startSandbox({ port, seed, faultRate, webhookUrl });
  const environment = sandbox.environment();
  process.stdout.write(
    json
      ? `${JSON.stringify({ url: sandbox.url, seed, faultRate, webhookUrl, environment })}\n`
      : `${[sandbox.url, ...shellLines(environment)].join('\n')}\n`,
  );
  await asked;
  await sandbox.close();
  // An open channel would keep this process.
  if (process.connected) process.disconnect();
}

/** A parent that talks to this process ends it by ending, however it ends. */
const parentGone = (): Promise<unknown> =>
  process.channel ? once(process, 'disconnect') : new Promise<never>(() => undefined);

/** As a shell takes them; no value holds a quote. */
const shellLines = (environment: Readonly<Record<string, string>>): string[] =>
  Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`);
