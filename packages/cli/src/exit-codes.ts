/** What the command tells its caller by its exit. Stable: scripts depend on it. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  refused: 3,
  needsLogin: 4,
  forbidden: 5,
  conflict: 6,
  network: 7,
  partial: 8,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of `exitCodes`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byStatus: Readonly<Record<number, ExitCode>> = {
  400: exitCodes.refused,
  401: exitCodes.needsLogin,
  403: exitCodes.forbidden,
  404: exitCodes.refused,
  405: exitCodes.refused,
  409: exitCodes.conflict,
  413: exitCodes.refused,
  415: exitCodes.refused,
  422: exitCodes.refused,
  // What passes by waiting is told apart from what stays wrong, so that a script knows when to try again.
  429: exitCodes.network,
  500: exitCodes.failure,
  502: exitCodes.network,
  503: exitCodes.network,
  504: exitCodes.network,
  507: exitCodes.failure,
};

/** The exit code for a problem that the server answered with. */
export const exitCodeOfStatus = (status: number): ExitCode => byStatus[status] ?? exitCodes.failure;
