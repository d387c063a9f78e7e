/** Where a client takes its bearer token from. */
export interface TokenSource {
  /** The token to send, or undefined to call anonymously. */
  token(): Promise<string | undefined>;
  /** Called once after a 401 with the token that was refused; gives a new one, or undefined to let the 401 stand. */
  renew(refused: string): Promise<string | undefined>;
}

/** A token that never changes, such as a device's short one. */
export const fixedToken = (token: string): TokenSource => ({
  token: async () => token,
  renew: async () => undefined,
});

export const anonymous: TokenSource = { token: async () => undefined, renew: async () => undefined };

/** What is kept of a member's sign-in. */
export interface StoredSession {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export interface MemberSessionOptions {
  readonly session: StoredSession;
  /** Exchanges the refresh token; see `sessions.refresh`. */
  readonly refresh: (refreshToken: string) => Promise<StoredSession>;
  /** Told of each new pair before it is used, so that it can be kept. */
  readonly onChange?: (session: StoredSession) => void | Promise<void>;
}

/** A member's sign-in that renews itself. Calls that fail at once share one refresh: a refresh token is good once. */
export function memberSession({ session, refresh, onChange }: MemberSessionOptions): TokenSource {
  let current = session;
  let refreshing: Promise<string> | undefined;

  const exchange = async (): Promise<string> => {
    current = await refresh(current.refreshToken);
    await onChange?.(current);
    return current.accessToken;
  };

  return {
    token: async () => current.accessToken,
    renew: async (refused) => {
      if (refused !== current.accessToken) return current.accessToken;
      refreshing ??= exchange().finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
  };
}
