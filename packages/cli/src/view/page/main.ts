import { createDidacto } from '@didacto/sdk';
import { liveRooms } from '@didacto/sdk/live';
import { fillWords } from './dom.js';
import { LivePage } from './live-page.js';
import { openSession, type PageSession, renewSignIn, stayPresent } from './session.js';
import { languageOf, wordsIn } from './words.js';

const language = languageOf(navigator.languages);
const words = wordsIn(language);
document.documentElement.lang = language;
fillWords(words);

/** This page's own server stands for DIDACTO's: it puts the member's token in the place of the key. */
function joinWith({ key, lectureId, studentId }: PageSession) {
  const token = async () => key;
  const renew = async () => ((await renewSignIn(key)) ? key : undefined);
  const { join } = liveRooms({ didacto: createDidacto({ baseUrl: location.origin, auth: { token, renew } }) });
  return () => join({ lectureId, studentId });
}

const session = await openSession();
const page = new LivePage(words, session ? joinWith(session) : () => Promise.reject(new Error('No session')));
if (session) {
  void stayPresent(session.key).then(() => page.end('commandEnded'));
  await page.run();
} else page.end('usedLink');
