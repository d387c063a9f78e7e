/** What this page shows, and the key by which its own server knows it. */
export interface PageSession {
  readonly key: string;
  readonly lectureId: string;
  readonly studentId: string;
}

const place = 'key';
const authorization = (key: string) => ({ authorization: `Bearer ${key}` });

/**
 * Exchanges the ticket in the address for a key, which this tab keeps so that it can be loaded again.
 * @returns undefined where the link was used before
 */
export async function openSession(): Promise<PageSession | undefined> {
  const ticket = location.hash.slice(1);
  history.replaceState(null, '', '/');
  const kept = sessionStorage.getItem(place);
  const response = ticket
    ? await fetch('/view/session', { method: 'POST', body: ticket })
    : await fetch('/view/session', { headers: authorization(kept ?? '') });
  const said: unknown = response.ok ? await response.json() : undefined;
  if (typeof said !== 'object' || said === null) return undefined;
  const { key = kept, lectureId, studentId }: Record<string, unknown> = { ...said };
  if (typeof key !== 'string' || typeof lectureId !== 'string' || typeof studentId !== 'string') return undefined;
  sessionStorage.setItem(place, key);
  return { key, lectureId, studentId };
}

/** Renews the member's sign-in, which the command holds; false where it cannot. */
export const renewSignIn = async (key: string): Promise<boolean> =>
  (await fetch('/view/renewal', { method: 'POST', headers: authorization(key) })).ok;

/** Tells the command that the page is open for as long as it is. Resolves when the command asks to leave, or is gone. */
export async function stayPresent(key: string): Promise<'leave' | 'gone'> {
  try {
    const { body } = await fetch('/view/presence', { headers: authorization(key) });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const part = await reader?.read();
      if (part === undefined || part.done) return 'gone';
      if (part.value.includes('leave')) return 'leave';
    }
  } catch {
    return 'gone';
  }
}
