import { isAbsolute, resolve } from 'node:path';
import envPaths from 'env-paths';

export interface ConfigDirOptions {
  readonly wanted?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
}

/** Where the agent keeps its key: the flag, DIDACTO_AGENT_DIR, /etc/didacto for root, else the user's own folder. */
export function configDir({ wanted, env, isRoot }: ConfigDirOptions): string {
  const chosen = wanted ?? env.DIDACTO_AGENT_DIR;
  if (chosen) return isAbsolute(chosen) ? chosen : resolve(chosen);
  return isRoot ? '/etc/didacto' : envPaths('didacto-agent', { suffix: '' }).config;
}

export const runsAsRoot = (): boolean => process.getuid?.() === 0;
