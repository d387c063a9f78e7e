import { find } from './dom.js';

/**
 * What the link brought behind its `#`, where no server and no Referer sees it. It leaves the address bar and the
 * history at once: codes are for one reader.
 */
export function takeFragment() {
  const { hash, pathname, search } = location;
  if (hash !== '') history.replaceState(null, '', pathname + search);
  // The page in the other language takes it along, and takes it away in turn.
  const language = find('#language', HTMLAnchorElement);
  language.addEventListener('click', () => {
    language.hash = hash;
  });
  // A second link opened in the same tab changes the fragment only.
  addEventListener('hashchange', () => location.reload());
  return new URLSearchParams(hash.slice(1));
}
