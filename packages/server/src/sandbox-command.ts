import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import * as z from 'zod';
import { startSandbox } from './sandbox/index.js';
import { loopbackHost } from './sandbox/loopback.js';

const portRule = '--port must be a whole number from 0 to 65535';
const seedRule = '--seed must be a whole number from 0 to 4294967295';
const rateRule = '--fault-rate must be from 0 to 1';

const Options = z.object({
  port: z.coerce.number<string>(portRule).int(portRule).min(0, portRule).max(65_535, portRule),
  seed: z.coerce.number<string>(seedRule).int(seedRule).min(0, seedRule).max(0xffff_ffff, seedRule).optional(),
  faultRate: z.coerce.number<string>(rateRule).min(0, rateRule).max(1, rateRule),
  webhookUrl: z.url({
    ...{ protocol: /^https?$/, hostname: loopbackHost },
    error: '--webhook-url must be an http or https address of this machine, as http://127.0.0.1:7070/v1/webhooks',
  }),
  json: z.boolean().default(false),
});

/** Runs the fake providers until SIGINT or SIGTERM; prints where they are and what points a server at them. */
export async function runSandbox(options: unknown): Promise<void> {
  // Ids must not repeat from run to run: the server that met them before still knows them.
  const { port, seed = randomInt(2 ** 32), faultRate, webhookUrl, json } = Options.parse(options);
  const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), parentGone()]);
  const sandbox = await startSandbox({ port, seed, faultRate, webhookUrl }).catch((error: unknown) => {
    letGo();
    throw isTaken(error)
      ? new Error(`Port ${port} of 127.0.0.1 is in use, by another sandbox perhaps; --port 0 takes any free one`)
      : error;
  });
  const environment = sandbox.environment();
  process.stdout.write(
    json
      ? `${JSON.stringify({ url: sandbox.url, seed, faultRate, webhookUrl, environment })}\n`
      : `${[sandbox.url, ...shellLines(environment)].join('\n')}\n`,
  );
  await asked;
  await sandbox.close();
  letGo();
}

/** A channel to the parent that is open would keep this process. */
function letGo(): void {
  if (process.connected) process.disconnect();
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** A parent that talks to this process ends it by ending, however it ends. */
const parentGone = (): Promise<unknown> =>
  process.channel ? once(process, 'disconnect') : new Promise<never>(() => undefined);

/** As a shell takes them; no value holds a quote. */
const shellLines = (environment: Readonly<Record<string, string>>): string[] =>
  Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`);
