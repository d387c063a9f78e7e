import { join } from 'node:path';

/** Where the configuration is kept: `$XDG_CONFIG_HOME/didacto`, else where this system keeps such things. */
export async function configFolder(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  if (env.XDG_CONFIG_HOME) return join(env.XDG_CONFIG_HOME, 'didacto');
  const { default: envPaths } = await import('env-paths');
  return envPaths('didacto', { suffix: '' }).config;
}
