import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runSecretLint } from 'secretlint';
import * as z from 'zod';
import { isAccessTokenText } from '../../packages/server/src/platform/access-token-text.js';
import { gitFiles } from './git-files.js';

/** Where something that looks like a secret stands; never the secret itself. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

const rules = join(import.meta.dirname, '../../.secretlintrc.json');
// A lock file is thousands of hashes, and no text of ours; secretlint never looks at its own settings.
const looked = [':/', ':(exclude,glob)**/package-lock.json', ':(exclude,top).secretlintrc.json'];
const tokenLike = /dct_[0-9A-Za-z]+/g;

/** Secrets in what git tracks under `root`, and in what it would track next. @throws where git or secretlint cannot work */
export async function findSecrets(root: string): Promise<Finding[]> {
  const files = gitFiles(root, ...looked);
  if (files.length === 0) throw new Error(`git knows no file in ${root}`);
  return [...(await bySecretlint(root, files)), ...files.flatMap((file) => ownTokens(root, file))];
}

const LintResult = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(z.object({ ruleId: z.string(), loc: z.object({ start: z.object({ line: z.int() }) }) })),
  }),
);

/** @throws where secretlint passed over a file, as it does by its own rules */
async function bySecretlint(root: string, files: readonly string[]): Promise<Finding[]> {
  const { stdout } = await runSecretLint({
    cliOptions: { cwd: root, filePathOrGlobList: [...files], noGlob: true },
    engineOptions: { cwd: root, configFilePath: rules, formatter: 'json', color: false },
  });
  const results = LintResult.parse(JSON.parse(stdout ?? '')).map(({ filePath, messages }) => ({
    file: relative(root, filePath),
    messages,
  }));
  const seen = new Set(results.map(({ file }) => file));
  const missed = files.filter((file) => !seen.has(file));
  if (missed.length > 0) throw new Error(`secretlint did not look at ${missed.join(', ')}`);
  return results.flatMap(({ file, messages }) =>
    messages.map(({ ruleId, loc }) => ({
      file,
      line: loc.start.line,
      rule: ruleId.replace('@secretlint/secretlint-rule-', ''),
    })),
  );
}

/** Our own access tokens; the checksum tells a real one from the examples in texts and tests. */
function ownTokens(root: string, file: string): Finding[] {
  const lines = readFileSync(join(root, file), 'latin1').split('\n');
  return lines.flatMap((text, index) =>
    [...text.matchAll(tokenLike)]
      .filter(([token]) => isAccessTokenText(token))
      .map(() => ({ file, line: index + 1, rule: 'access-token' })),
  );
}
