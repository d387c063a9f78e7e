import { argonPasswords, type PasswordCost } from '../../packages/server/src/platform/passwords.js';
import { closedLoop } from './closed-loop.js';

/** `parallel` checks of a right password at a time. */
export type HashTask = { parallel: number; seconds: number; cost: PasswordCost };

// Nothing but the hash that a sign-in costs: told by a message how much of it, answers with its tally.
const password = 'correct horse battery';

process.on('message', async ({ parallel, seconds, cost }: HashTask) => {
  const passwords = await argonPasswords(cost);
  const stored = await passwords.hash(password);
  process.send?.(await closedLoop(parallel, seconds, () => passwords.matches(stored, password)));
});
process.on('disconnect', () => process.exit(0));
