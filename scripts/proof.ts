// Runs a named proof: what takes longer than CI allows. It goes on where it was interrupted; results are kept in
// bench/results/. Ends with 1 where something is not proven, with 2 where it was asked wrongly.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { provePayments } from '../sim/payments/prove.js';
import { proveJoins } from './joins/prove-joins.js';
import { proveTamper } from './ledger/prove-tamper.js';
import { proveMutation } from './mutation/prove-mutation.js';
import { moneyMutants } from './payments/money-mutants.js';
import { securityMutants } from './security/mutants.js';
import { proveMutants } from './security/prove-mutants.js';

interface Proof {
  readonly name: string;
  readonly describe: string;
  /** Whether everything that was asked for is proven. */
  run(options: { only?: string | undefined; again: boolean }): Promise<boolean>;
}

const root = join(import.meta.dirname, '..');
const proofs: readonly Proof[] = [
  {
    name: 'security',
    describe: 'each protection taken out of the code makes its test of docs/security.md fail',
    run: (options) =>
      proveMutants({ name: 'security', root, mutants: securityMutants, say: console.error, ...options }),
  },
  {
    name: 'payments',
    describe: '10,000 seeds of the simulation of payments without one violated invariant',
    run: (options) => provePayments({ root, say: console.error, ...options }),
  },
  {
    name: 'money',
    describe: 'each guard of money taken out of the code makes its test fail',
    run: (options) => proveMutants({ name: 'money', root, mutants: moneyMutants, say: console.error, ...options }),
  },
  {
    name: 'ledger',
    describe: 'each of 1,000 random edits of a ledger of 50,000 entries is found, and every prefix of it adds up to 0',
    run: (options) => proveTamper({ root, say: console.error, ...options }),
  },
  {
    name: 'joins',
    describe: '100 pages of didacto view come and go, and leave nothing at the server, the agent or in a room',
    run: ({ again }) => proveJoins({ root, say: console.error, again }),
  },
  {
    name: 'mutation',
    describe: 'of all small changes to the payments core, the tests find out at least 85 %',
    run: (options) => proveMutation({ root, say: console.error, ...options }),
  },
];

const usage = `Usage: npm run proof -- NAME [--only TEXT] [--again]

${proofs.map(({ name, describe }) => `  ${name.padEnd(10)}${describe}`).join('\n')}

  --only TEXT   only the cases with TEXT in them
  --again       also the cases whose kept result still stands

Example:
  npm run proof -- security --only policy.ts
`;

/** The proof that was asked for, or what is wrong with the question. */
function read(): { proof: Proof; only: string | undefined; again: boolean } | string {
  try {
    const options = { only: { type: 'string' }, again: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const proof = proofs.find(({ name }) => name === positionals[0]);
    if (!proof || positionals.length > 1) return 'one proof has to be named';
    return { proof, only: values.only, again: values.again };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const asked = read();
if (typeof asked === 'string') {
  console.error(`${asked}\n\n${usage}`);
  process.exitCode = 2;
} else if (!(await asked.proof.run(asked))) process.exitCode = 1;
