import type { Didacto, Lecture } from '@didacto/sdk';
import { createSocket, watchLecture } from '@didacto/sdk/realtime';
import { CliError } from '../../cli-error.js';
import { exitCodes } from '../../exit-codes.js';
import { type Language, messages } from '../../i18n/index.js';
import type { WallSource } from '../../wall/model.js';
import { refusalOf } from './refusal.js';
import { renewSocket, tokenOf } from './renew-socket.js';
import { snapshotOf } from './snapshot.js';

export interface WallSourceOptions {
  readonly api: Didacto;
  readonly lecture: Lecture;
  /** Looking at pictures is recorded; without them only states come. */
  readonly pictures: boolean;
  /** Certificates to trust besides the usual ones, PEM. */
  readonly ca?: string;
  readonly language: Language;
  readonly firstUpdateMs?: number;
}

type Listener = Parameters<WallSource['subscribe']>[0];

/** Follows a lecture's screens; resolves with the first update. @throws CliError where the server refuses or is silent */
export async function openWallSource(options: WallSourceOptions): Promise<WallSource> {
  const { api, lecture, pictures, ca, language, firstUpdateMs = 10_000 } = options;
  const auth = async () => ({ token: await tokenOf(api) });
  const socket = createSocket({ baseUrl: api.baseUrl.href, auth, ...(ca !== undefined && { ca }) });
  const listeners = new Set<Listener>();
  const first = firstAnswer(language, firstUpdateMs);
  let connected = false;
  const stopRenewing = renewSocket(socket, api, first.refused);
  const feed = watchLecture(
    socket,
    lecture.id,
    (event) => {
      if (event.kind === 'ended') return first.refused(event.code);
      if (event.kind === 'connection') connected = event.connected;
      else first.came();
      for (const listener of listeners) listener(event.kind === 'screens' ? event.changed : 'all');
    },
    { pictures },
  );
  const close = async () => {
    stopRenewing();
    feed.close();
    socket.disconnect();
  };
  await first.promise.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    snapshot: () => snapshotOf(feed, lecture, connected),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...actions(api, lecture, feed.lessonId),
    close,
    now: feed.now,
  };
}

type Actions = Pick<WallSource, 'acceptWaiting' | 'startLesson' | 'endLesson' | 'viewStudent'>;

const actions = (api: Didacto, { id: lectureId }: Lecture, lessonNow: () => string | null): Actions => ({
  acceptWaiting: async () => {
    const all = { lectureId, decision: 'accept', enrollmentIds: 'all_waiting' } as const;
    const { results } = await api.enrollments.decideMany(all);
    return { accepted: results.filter(({ outcome }) => outcome === 'accepted').length };
  },
  startLesson: async () => void (await api.lessons.start({ lectureId })),
  endLesson: async () => {
    const lessonId = lessonNow();
    if (lessonId !== null) await api.lessons.end({ lessonId });
  },
  viewStudent: () => undefined,
});

/** Whether the server answered at all; what it says later changes nothing here. */
function firstAnswer(language: Language, waitMs: number) {
  const { promise, resolve, reject } = withResolvers();
  const { noScreens } = messages(language).talk;
  const timer = setTimeout(() => reject(new CliError('timeout', noScreens, exitCodes.network)), waitMs);
  return {
    promise: promise.finally(() => clearTimeout(timer)),
    came: resolve,
    refused: (code: string) => reject(refusalOf(code, language)),
  };
}

function withResolvers() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
