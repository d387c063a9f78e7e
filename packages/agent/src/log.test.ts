import { expect, it } from 'vitest';
import { agentLog } from './log.js';

it('writes no secret', () => {
  const lines: string[] = [];
  const log = agentLog('info', { write: (line) => lines.push(line) });
  log.info({ token: 'very-secret', session: { refreshToken: 'very-secret', server: 'https://a.example' } }, 'hello');
  expect(lines.join('')).toContain('https://a.example');
  expect(lines.join('')).not.toContain('very-secret');
});
