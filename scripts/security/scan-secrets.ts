// Looks for secrets in what git tracks, and in what it would track next. Ends with 1 where one was found.
import { join } from 'node:path';
import { findSecrets } from './secret-scan.js';

const findings = await findSecrets(join(import.meta.dirname, '../..'));
for (const { file, line, rule } of findings) console.error(`${file}:${line}: looks like a secret (${rule})`);
if (findings.length > 0) process.exitCode = 1;
else console.error('No secret in what git tracks');
