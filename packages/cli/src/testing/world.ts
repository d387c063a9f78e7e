import { afterEach } from 'vitest';
import { type FakeServer, fakeServer, type SeenRequest } from './fake-server.js';
import { page, sampleLecture } from './samples.js';

/** A server with two lectures, and the environment of a command that is signed in there. */
export interface World {
  readonly env: Readonly<Record<string, string>>;
  readonly seen: readonly SeenRequest[];
  /** The requests that would change something. */
  changes(): readonly SeenRequest[];
}

export const python = sampleLecture(1, '파이썬 기초');
export const web = sampleLecture(2, 'Web');

let server: FakeServer | undefined;
afterEach(() => server?.close());

/** Starts the server; it ends with the test. */
export async function serve(answers: Parameters<typeof fakeServer>[0]): Promise<World> {
  const started = await fakeServer({
    'GET /v1/members/me/lectures': () => page(python, web),
    'GET /v1/lectures': () => page(python, web),
    ...answers,
  });
  server = started;
  const { url, seen } = started;
  return {
    env: { DIDACTO_SERVER: url, DIDACTO_TOKEN: 'token-1' },
    seen,
    changes: () => seen.filter(({ method }) => method !== 'GET'),
  };
}
