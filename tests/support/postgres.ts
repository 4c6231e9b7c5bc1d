import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { inject } from 'vitest';

export interface FreshDatabase {
  /** As the superuser `postgres`. */
  readonly url: string;
  /** One statement, or several without parameters, on a connection of its own pool. */
  query<Row extends pg.QueryResultRow = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Ends whoever is still connected, and drops the database. */
  close(): Promise<void>;
}

/** A database that nobody else has, on the run's shared server of that version. */
export async function freshDatabase(
  { version = 18, schema = 'product' }: { readonly version?: 15 | 18; readonly schema?: 'product' | 'empty' } = {},
): Promise<FreshDatabase> {
  const server = await borrow(version);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = schema === 'product' ? 'template_product' : 'template0';
  await administer(server, `create database ${name} template ${template} strategy file_copy`);
  const url = server.replace(/postgres$/, name);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  return {
    url,
    query: async (sql, parameters) => (await pool.query(sql, parameters)).rows,
    close: async () => {
      await pool.end();
      await administer(server, `drop database if exists ${name} with (force)`);
    },
  };
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

async function administer(server: string, sql: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
