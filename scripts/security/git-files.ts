import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The files under `root` that git tracks, or would track next; `pathspecs` choose among them. @throws where git does not know the folder */
export function gitFiles(root: string, ...pathspecs: string[]): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...pathspecs];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0');
  // What was deleted is still listed until it is committed.
  return listed.filter((file) => file !== '' && existsSync(join(root, file)));
}
