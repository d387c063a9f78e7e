import type { Cli } from '../../context.js';
import { safeText } from '../../output/safe-text.js';

/** Recovery codes as data, one a line; what they are is said beside. */
export function showRecoveryCodes(cli: Cli, recoveryCodes: readonly string[]): void {
  cli.out.say(cli.text.secondFactor.recoveryCodes);
  cli.out.data({ recoveryCodes }, () => recoveryCodes.map(safeText));
}
