import { readFileSync } from 'node:fs';
import { createDidacto, type Didacto } from '@didacto/sdk';

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}; see examples/README.md`);
  return value;
}

/** A client signed in as whom the environment names. */
export async function signIn(): Promise<Didacto> {
  const baseUrl = setting('DIDACTO_SERVER');
  const password = readFileSync(setting('DIDACTO_PASSWORD_FILE'), 'utf8').trim();
  const session = await createDidacto({ baseUrl }).sessions.signIn({ email: setting('DIDACTO_EMAIL'), password });
  return createDidacto({ baseUrl, auth: { session } });
}
