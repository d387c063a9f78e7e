/** What the program tells its caller by its exit; the same numbers as the `didacto` command's. */
export const exitCodes = { ok: 0, failure: 1, usage: 2, needsLogin: 4, network: 7 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why something was not done. `code` is stable, the text is for people and says how to put it right. */
export class AgentFailure extends Error {
  override name = 'AgentFailure';

  constructor(
    readonly code: string,
    message: string,
    readonly exitCode: ExitCode = exitCodes.failure,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The `code` of a system error, such as ENOENT. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What an unknown thrown value says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
