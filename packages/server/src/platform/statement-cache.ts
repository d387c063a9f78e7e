type Done = (error: Error | null) => void;
type Rows = (error: Error | null, rows?: unknown[]) => void;
type Values = readonly unknown[];

interface Statement {
  all(values: Values, done: Rows): void;
  run(values: Values, done: Done): void;
  finalize(): void;
}

/** sqlite3's own connection, as far as it is used here. */
export interface CachingConnection {
  all(sql: string, values: Values, done: Rows): void;
  run(sql: string, values: Values | Done, done?: Done): void;
  prepare(sql: string, done: Done): Statement;
  close(done: Done): void;
}

/** The house has some hundreds of queries; lists of varied length make more of them. */
const mostKept = 500;
/** What changes tables is run once. */
const comesAgain = /^(?:select|insert|update|delete|with|begin|commit)\b/i;

/**
 * Keeps a connection's prepared statements, the ones used last: sqlite3 prepares anew for every query otherwise, and
 * that takes longer than running most of them.
 */
export function keepStatements(connection: CachingConnection): void {
  const kept = new Map<string, Statement>();
  const plain = {
    all: connection.all.bind(connection),
    run: connection.run.bind(connection),
    close: connection.close.bind(connection),
  };

  const keep = (sql: string, statement: Statement): void => {
    kept.get(sql)?.finalize();
    kept.set(sql, statement);
    if (kept.size <= mostKept) return;
    for (const [oldest, unused] of kept) {
      kept.delete(oldest);
      unused.finalize();
      return;
    }
  };
  const use = (sql: string, run: (statement: Statement) => void, failed: Done): void => {
    const known = kept.get(sql);
    if (known !== undefined) {
      kept.delete(sql);
      kept.set(sql, known);
      run(known);
      return;
    }
    const made: Statement = connection.prepare(sql, (error) => {
      if (error !== null) return failed(error);
      keep(sql, made);
      run(made);
    });
  };

  connection.all = (sql, values, done) => {
    if (!comesAgain.test(sql)) return plain.all(sql, values, done);
    use(sql, (statement) => statement.all(values, done), done);
  };
  connection.run = (sql, values, done = () => undefined) => {
    const [given, tell] = typeof values === 'function' ? [[], values] : [values, done];
    if (!comesAgain.test(sql)) return plain.run(sql, given, tell);
    use(sql, (statement) => statement.run(given, tell), tell);
  };
  // A connection with statements cannot be closed.
  connection.close = (done) => {
    for (const statement of kept.values()) statement.finalize();
    kept.clear();
    plain.close(done);
  };
}
