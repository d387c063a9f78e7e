import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const scenario = fileURLToPath(new URL('testing/media-scenario.ts', import.meta.url));

it('sends media both ways, takes it back, sends it again on a new connection, and ends it with the room', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', scenario]);
  // What was taken back is the caller's again.
  expect(stdout.trim().split('\n')).toEqual(['both send', 'taken back', 'sent again', 'screen ended, face live']);
});
