import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { inject } from 'vitest';

export interface FreshDatabase {
  /** As the superuser `postgres`. */
  readonly url: string;
  /** One statement, or several without parameters, on a connection of its own pool. */
  query<Row extends pg.QueryResultRow = Record<string, unknown>>(
    sql: string,
    parameters?: unknown[],
  ): Promise<Row[]>;
  /** Drops all that was made in it; whoever is connected stays so. Rejects where a lock is held. */
  empty(): Promise<void>;
  /** Ends whoever is still connected; it is nobody's any more. */
  close(): Promise<void>;
}

/**
 * Emptied databases of this process, by version: emptying one takes the server far less than making another.
 */
const emptied = new Map<15 | 18, string[]>();

/** A database that nobody else has, on the run's shared server of that version. */
export async function freshDatabase({
  version = 18,
  schema = 'product',
}: { readonly version?: 15 | 18; readonly schema?: 'product' | 'empty' } = {}): Promise<FreshDatabase> {
  const url =
    (schema === 'empty' ? emptied.get(version)?.pop() : undefined) ?? (await createDatabase(version, schema));
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  return {
    url,
    query: async (sql, parameters) => (await pool.query(sql, parameters)).rows,
    empty: async () => void (await pool.query(emptying)),
    close: async () => {
      const isEmpty =
        schema === 'empty' &&
        (await pool.query(`${ending}; ${emptying}`).then(
          () => true,
          () => false,
        ));
      await pool.end();
      if (isEmpty) emptied.set(version, [...(emptied.get(version) ?? []), url]);
      else
        await administrator(await borrow(version)).query(
          `drop database if exists ${nameOf(url)} with (force)`,
        );
    },
  };
}

async function createDatabase(version: 15 | 18, schema: 'product' | 'empty'): Promise<string> {
  const server = await borrow(version);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = schema === 'product' ? 'template_product' : 'template0';
  await administrator(server).query(`create database ${name} template ${template} strategy file_copy`);
  return server.replace(/postgres$/, name);
}

const ending =
  'select pg_terminate_backend(pid, 2000) from pg_stat_activity where datname = current_database() ' +
  'and pid <> pg_backend_pid()';

/** Of what a test can make, roles alone are not the database's. */
const emptying = `set lock_timeout = '2s'; do $$ declare command text; begin
    for command in
      select format('drop schema %I cascade', nspname) from pg_namespace where nspname !~ '^pg_' and nspname
        <> 'information_schema'
      union all select format('drop foreign data wrapper %I cascade', fdwname) from pg_foreign_data_wrapper
    loop execute command; end loop;
  end $$;
  create schema public authorization pg_database_owner; grant usage on schema public to public; reset
    lock_timeout`;

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

/** The administrator's URL of the run's server, started at the first asking. */
async function borrow(version: 15 | 18): Promise<string> {
  const socket = connect(inject('postgresLender'), '127.0.0.1').setEncoding('utf8');
  socket.write(String(version));
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  await once(socket, 'end');
  if (!answer.startsWith('postgres://')) throw new Error(`No PostgreSQL ${version} for this test: ${answer}`);
  return answer;
}

const administrators = new Map<string, pg.Pool>();

/** One connection a server and process; it holds neither open. */
function administrator(server: string): pg.Pool {
  const known =
    administrators.get(server) ??
    new pg.Pool({ connectionString: server, max: 1, allowExitOnIdle: true }).on('error', () => undefined);
  administrators.set(server, known);
  return known;
}
