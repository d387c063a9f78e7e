import type { Database, Queries } from '../../packages/server/src/platform/database.js';
import type { Cut, Program, Scheduler } from './scheduler.js';

interface Options {
  readonly knex: Database;
  readonly program: Program;
  readonly scheduler: Pick<Scheduler, 'run'>;
  /** After each statement or transaction, while everything else stands still. */
  readonly afterward: (label: string) => Promise<void>;
}

/** The server crashes in the middle of a transaction. */
class CutOff extends Error {
  override name = 'CutOff';
}

/**
 * The database as one run of the server sees it: each transaction, and each statement outside of one, waits for its turn.
 * The server's code is as it is in production; only what it is given is another.
 */
export function gatedDatabase({ knex, program, scheduler, afterward }: Options): Database {
  const inTurn = async <T>(kind: 'statement' | 'transaction', label: string, work: (cut: Cut) => PromiseLike<T>) =>
    scheduler.run(program, kind, label, async (cut) => {
      try {
        return await work(cut);
      } finally {
        await afterward(label);
      }
    });

  /** A statement is sent when it is waited for: `then` is where it starts. */
  const gated = <T extends PromiseLike<unknown>>(statement: T, label: string): T => {
    const send = statement.then.bind(statement);
    const once = () =>
      inTurn('statement', label, () => new Promise<unknown>((resolve, reject) => void send(resolve, reject)));
    const then: PromiseLike<unknown>['then'] = (onDone, onError) => once().then(onDone, onError);
    Object.defineProperty(statement, 'then', { value: then, configurable: true });
    return statement;
  };

  const transaction = <T>(container: (tx: Queries) => Promise<T>): Promise<T> =>
    inTurn('transaction', 'transaction', (cut) =>
      knex.transaction(async (tx) => {
        program.isInTransaction = true;
        try {
          const value = await container(tx);
          if (cut === 'undone') throw new CutOff();
          return value;
        } finally {
          program.isInTransaction = false;
        }
      }),
    );

  return new Proxy(knex, {
    apply: (target, self, args) => gated(Reflect.apply(target, self, args), `statement on ${String(args[0])}`),
    get: (target, name) => {
      if (name === 'transaction') return transaction;
      if (name === 'raw') return (...args: Parameters<Database['raw']>) => gated(target.raw(...args), 'statement');
      // Whatever else can begin a statement would pass by the turns.
      if (name === 'client' || name === 'isTransaction' || name === 'fn') return Reflect.get(target, name);
      throw new Error(`The simulation knows no db.${String(name)}`);
    },
  });
}
