import { describe, expect, it } from 'vitest';
import { nouns } from './nouns.js';
import { runCli } from './testing/run-cli.js';

const leaves = await Promise.all(
  nouns.map(async (noun) => {
    const loaded = await noun.load();
    return 'run' in loaded
      ? [{ path: [noun.name], command: loaded }]
      : loaded.map((command) => ({ path: [noun.name, command.name], command }));
  }),
).then((all) => all.flat());

describe('help', () => {
  it.each(leaves)(
    'of $path has examples of its own, mentions --json, and reaches no server',
    async ({ path, command }) => {
      const english = await runCli([...path, '--help']);
      expect(english).toMatchObject({ code: 0, stderr: '' });
      expect(english.stdout).toContain('--json');
      expect(english.stdout).toContain('Examples:');
      for (const line of command.examples) {
        expect(english.stdout).toContain(line);
        expect(line).toContain(`didacto ${path.join(' ')}`);
      }
      if (command.changes) expect(english.stdout).toContain('--dry-run');
      const korean = await runCli([...path, '--help', '--lang', 'ko']);
      expect(korean.stdout).toContain(command.summary.ko);
      expect(korean.stdout).toContain('예:');
    },
  );

  it('never offers a secret as a flag with a value', async () => {
    for (const { command } of leaves) {
      const secrets = Object.entries(command.options).filter(([key]) => /password|token|secret/i.test(key));
      for (const [key, { value }] of secrets) expect(value === undefined || value === 'file', key).toBe(true);
    }
  });

  it('is shown without arguments, for a noun, and through help', async () => {
    expect((await runCli([])).stdout).toContain('Usage: didacto');
    expect((await runCli(['help', 'lecture', 'list'])).stdout).toContain('--keyword');
    expect((await runCli(['help', 'exit-codes'])).stdout).toContain('130');
    expect(await runCli(['lecture'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('names what was probably meant', async () => {
    const typo = await runCli(['lectur', 'list']);
    expect(typo.code).toBe(2);
    expect(typo.stderr).toContain('Did you mean lecture?');
    const asJson = await runCli(['lecture', 'list', '--stat', 'open', '--json']);
    expect(asJson.stdout).toBe('');
    expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { code: 'usage', requestId: null, fields: [] } });
  });
});
