import type { PlainConnection } from './plain-connection.ts';

/** A setting and a prepared statement that only this run knows. */
export interface Mark {
  readonly setting: string;
  readonly statement: string;
  /** Sets and prepares both on one backend, whose process is returned. */
  leave(connection: PlainConnection): Promise<number>;
  /** Runs the prepared statement once more, without setting anything. */
  repeat(connection: PlainConnection): Promise<void>;
  isAlive(connection: PlainConnection, backend: number): Promise<boolean>;
}

/** `token`: letters and digits only, so that it can stand in SQL as it is. */
export function markOf(token: string): Mark {
  const setting = `qa.probe_${token}`;
  const statement = `qa_probe_${token}`;
  // One statement does both: through a pooler the next one may be another backend's.
  const text = `select pg_catalog.pg_backend_pid() as pid,
    case when $1::text is not null then pg_catalog.set_config('${setting}', $1, false) end`;
  const run = async (connection: PlainConnection, value: string | null): Promise<number> => {
    const [row] = await connection.prepared<{ pid: number }>({ name: statement, text, values: [value] });
    if (row === undefined) throw new Error('the server did not say which process it is');
    return row.pid;
  };
  return {
    setting,
    statement,
    leave: (connection) => run(connection, token),
    repeat: async (connection) => void (await run(connection, null)),
    async isAlive(connection, backend) {
      const rows = await connection.query(`select from pg_catalog.pg_stat_activity where pid = ${backend}`);
      return rows.length > 0;
    },
  };
}

/**
 * What a client saw: whether it was given the marked backend, and what it found there before it took it away.
 */
export interface Visit {
  readonly atBackend: boolean;
  readonly setting: boolean;
  readonly statement: boolean;
}

interface Row {
  readonly pid: number;
  readonly value: string | null;
  readonly prepared: boolean;
}

/**
 * Looks at whichever backend serves this client now, and takes the mark off it where it is the marked one.
 */
export async function visit(
  connection: PlainConnection,
  mark: Mark,
  backend: number,
  inTransaction: boolean,
): Promise<Visit> {
  const look = `select pg_catalog.pg_backend_pid() as pid, pg_catalog.pg_sleep(0.01),
    pg_catalog.current_setting('${mark.setting}', true) as value,
    exists (
      select from pg_catalog.pg_prepared_statements as p where p.name = '${mark.statement}'
    ) as prepared`;
  // Without a transaction each of these statements may be served by another backend.
  const resetting = `select case when pg_catalog.pg_backend_pid() = ${backend}
    then pg_catalog.set_config('${mark.setting}', null, false) end`;
  if (inTransaction) await connection.query('begin read only');
  try {
    const [row] = await connection.query<Row>(look);
    const atBackend = row?.pid === backend;
    // Reset, a setting of no extension's is empty: that is as good as absent.
    const setting = atBackend && Boolean(row.value);
    const statement = atBackend && row.prepared;
    // What does not succeed here is seen again by the next visit.
    if (setting) await connection.query(resetting).catch(() => undefined);
    if (statement) await connection.query(`deallocate ${mark.statement}`).catch(() => undefined);
    return { atBackend, setting, statement };
  } finally {
    if (inTransaction) await connection.query('commit');
  }
}
