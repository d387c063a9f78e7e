#!/usr/bin/env node
import { exitCodes } from './exit-codes.js';
import { processHost } from './process-host.js';
import { run } from './program.js';

const host = processHost();

const stopWith = (code: number) => {
  let asked = false;
  return () => {
    if (asked) process.exit(code);
    asked = true;
    Promise.allSettled(host.holds).finally(() => process.exit(code));
  };
};
process.on('SIGINT', stopWith(exitCodes.interrupted));
process.on('SIGTERM', stopWith(exitCodes.terminated));
// `didacto … | head` closes the pipe early, which is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.ok);
});

process.exitCode = await run(process.argv.slice(2), host);
