import pg from 'pg';

/** Connections kept, and those that a rush may open besides: together they are the capacity. */
export interface PoolLimits {
  readonly size: number;
  readonly maxOverflow: number;
}

export function poolLimits(environment: Readonly<Record<string, string | undefined>>): PoolLimits {
  const { DB_POOL_SIZE: size, DB_MAX_OVERFLOW: maxOverflow } = environment;
  return { size: Number(size ?? 5), maxOverflow: Number(maxOverflow ?? 5) };
}

/**
 * What the app asks for, as PostgreSQL shows it: for a statement, and for a transaction that does nothing.
 */
const timeouts = { statement_timeout: '30s', idle_in_transaction_session_timeout: '1min' } as const;

/**
 * A pool that hands out a connection only after its timeouts are seen to be in force.
 * They are SET, not sent as startup options: poolers refuse those or drop them without a word.
 */
export function createPool(databaseUrl: string, { size, maxOverflow }: PoolLimits): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: size + maxOverflow,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 10_000,
    application_name: 'facteur-reference-api',
    verify: (client, done) => void limit(client).then(() => done(), done),
  });
  // A connection that breaks while it is idle is replaced at the next use; the query then says what is wrong.
  pool.on('error', () => undefined);
  return pool;
}

async function limit(client: pg.ClientBase): Promise<void> {
  for (const [name, value] of Object.entries(timeouts)) await client.query(`set ${name} = '${value}'`);
  for (const [name, value] of Object.entries(timeouts)) {
    const { rows } = await client.query<Record<string, string>>(`show ${name}`);
    if (rows[0]?.[name] !== value)
      throw new Error(`${name} is ${rows[0]?.[name]} and not ${value}, though it was set`);
  }
}

/** How full the pool is, in the names of the product's own health answer. */
export function poolUsage(pool: pg.Pool, { size, maxOverflow }: PoolLimits): Record<string, number | string> {
  const capacity = size + maxOverflow;
  const checkedOut = pool.totalCount - pool.idleCount;
  return {
    status: checkedOut >= capacity ? 'saturated' : 'ok',
    size,
    checked_in: pool.idleCount,
    checked_out: checkedOut,
    overflow: Math.max(0, pool.totalCount - size),
    max_overflow: maxOverflow,
    capacity,
    usage_pct: Math.round((checkedOut / capacity) * 1000) / 10,
  };
}
