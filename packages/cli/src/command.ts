import type { Cli } from './context.js';
import { exitCodes } from './exit-codes.js';
import type { Text } from './i18n/text.js';
import type { Param } from './params.js';

type Params = Readonly<Record<string, Param<unknown>>>;
type Values<P> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

interface Described {
  readonly name: string;
  readonly summary: Text;
  readonly details?: Text;
  /** Lines to type. */
  readonly examples: readonly [string, ...string[]];
  /** It changes something, so it takes `--dry-run`. */
  readonly changes?: true;
  /** What it takes away is not given back, so it asks first and takes `--yes`. */
  readonly destructive?: true;
}

interface Definition<A extends Params, O extends Params> extends Described {
  /** Positional, in this order. */
  readonly args?: A;
  /** The key is the flag: `allWaiting` is `--all-waiting`. */
  readonly options?: O;
  readonly run: (
    cli: Cli,
    input: Values<A> & Values<O>,
  ) => Promise<number> | Promise<number | undefined> | Promise<void>;
}

/** A command as the program sees it: what it takes, and how to run it with what was typed. */
export interface Command extends Described {
  readonly args: Params;
  readonly options: Params;
  readonly run: (cli: Cli, typed: Readonly<Record<string, unknown>>) => Promise<number>;
}

/** Declares a command; `run` receives its arguments and options with their types. */
export function command<const A extends Params = Record<never, never>, const O extends Params = Record<never, never>>(
  definition: Definition<A, O>,
): Command {
  const { args = {}, options = {} } = definition;
  const params: Params = { ...args, ...options };
  return {
    ...definition,
    args,
    options,
    run: async (cli, typed) => {
      const input = Object.fromEntries(
        Object.entries(params).map(([key, param]) => [key, param.read(typed[key], key)]),
      );
      // Each value was just read by the parameter of its key, which is what `Values` says.
      return (await definition.run(cli, input as Values<A> & Values<O>)) ?? exitCodes.ok;
    },
  };
}
