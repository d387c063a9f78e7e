import type { Cli } from '../context.js';
import { memberId } from './person.js';

/** The id of anything as it is typed, or a member by e-mail or exact name. */
export const idOrMember = async (cli: Cli, wanted: string): Promise<string> =>
  /^[a-z]{3}_[0-9a-z]+$/.test(wanted) ? wanted : memberId(cli, wanted);
