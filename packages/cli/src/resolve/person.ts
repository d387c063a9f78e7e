import { isApiError } from '@didacto/sdk';
import { CliError } from '../cli-error.js';
import type { Cli } from '../context.js';
import { exitCodes } from '../exit-codes.js';
import { asName, isId, pick } from './pick.js';

/** Addresses are kept in lower case. */
const emailOrName = (wanted: string) => (wanted.includes('@') ? wanted.toLowerCase() : wanted);

/** A member by id; admins, who may list members, give an e-mail or exact name too. @throws CliError forbidden for others */
export async function memberId(cli: Cli, wanted: string): Promise<string> {
  if (isId('mem', wanted)) return wanted;
  const members = (await cli.api()).members.list({ keyword: asName(wanted).slice(0, 100), limit: 200 });
  const found = await members.toArray().catch((error: unknown) => {
    if (isApiError(error) && error.code === 'forbidden')
      throw new CliError('forbidden', cli.text.talk.idNeeded, exitCodes.forbidden);
    throw error;
  });
  return pick(
    cli,
    'member',
    emailOrName(wanted),
    found.map(({ id, email, name }) => ({ id, names: [email, name] })),
  );
}

/** A student of a lecture by id, e-mail or exact name. */
export async function studentId(cli: Cli, lectureId: string, wanted: string): Promise<string> {
  if (isId('mem', wanted)) return wanted;
  const roster = await (await cli.api()).roster.list({ lectureId, limit: 200 }).toArray();
  return pick(
    cli,
    'student',
    emailOrName(wanted),
    roster.map(({ student }) => ({ id: student.id, names: [student.email, student.name] })),
  );
}

/** Somebody of a lecture's staff by id or exact name. */
export async function staffId(cli: Cli, lectureId: string, wanted: string): Promise<string> {
  if (isId('mem', wanted)) return wanted;
  const { staff } = await (await cli.api()).staff.list({ lectureId });
  return pick(
    cli,
    'member',
    wanted,
    staff.map(({ member }) => ({ id: member.id, names: [member.name] })),
  );
}
