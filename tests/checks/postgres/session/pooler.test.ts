import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgbouncerInstalled, startPgbouncer } from '../../../support/pgbouncer.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { productExpectations } from '../../../../src/checks/foreign-keys/expectations/product-profile.ts';
import { countEverything, inspect, product } from '../../foreign-keys/inspect.ts';
import { repairKey } from '../../repair/repair-key.ts';

describe('through PgBouncer in transaction mode', () => {
  if (!pgbouncerInstalled) {
    it('is not tested here: pgbouncer is not installed (apt-get install pgbouncer)', () => {
      process.stderr.write(
        'PgBouncer is not installed: inspecting through a transaction pooler was not tested.\n',
      );
    });
    return;
  }

  let database: FreshDatabase;
  let pooled: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    database = await freshDatabase();
    ({ url: pooled, stop } = await startPgbouncer(new URL(database.url), { mode: 'transaction' }));
  });
  afterAll(async () => {
    await stop();
    await database.close();
  });

  it('gives what a direct connection gives', async () => {
    const look = async (url: string) => {
      const { timings: _, ...seen } = await inspect(url, { orphans: countEverything, expectations: product });
      return seen;
    };
    expect(await look(pooled)).toEqual(await look(database.url));
  });

  it('leaves no setting behind on the connection that the next client gets', async () => {
    await inspect(pooled, { expectations: product });
    const next = new pg.Client(pooled);
    await next.connect();
    const { rows } = await next.query(
      "select current_setting('statement_timeout') as statement, current_setting('search_path') as " +
        "path, current_setting('default_transaction_read_only') as readonly",
    );
    await next.end();
    expect(rows).toEqual([{ statement: '0', path: '"$user", public', readonly: 'off' }]);
  });

  it('a key is repaired, and no limit of ours is left on the connection', async () => {
    await database.query(
      'alter table user_personalization drop constraint user_personalization_user_id_fkey, add ' +
        'constraint user_personalization_user_id_fkey foreign key (user_id) references user_profiles ' +
        '(id)',
    );
    const repaired = await repairKey(pooled, 'user_personalization_user_id_fkey', productExpectations, {
      apply: true,
    });
    expect(repaired).toMatchObject({
      before: 'wrong-target',
      after: 'right',
      found: [],
      attempts: [{ outcome: 'done' }, { outcome: 'done' }],
    });
    const next = new pg.Client(pooled);
    await next.connect();
    const { rows } = await next.query(
      "select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as " +
        "statement, current_setting('search_path') as path",
    );
    await next.end();
    expect(rows).toEqual([{ lock: '0', statement: '0', path: '"$user", public' }]);
  });

  it('a client that is interrupted leaves nothing running behind the pooler', async () => {
    const aborted = new AbortController();
    const blocked = new pg.Client(database.url);
    await blocked.connect();
    await blocked.query('begin; lock table pg_catalog.pg_description in access exclusive mode');
    const looking = inspect(pooled, {
      signal: aborted.signal,
      limits: { statementTimeoutMs: 20_000, lockTimeoutMs: 20_000 },
    });
    // Other tests wait for locks on the same server, in databases of their own.
    const waiting = () =>
      database.query(
        "select from pg_locks where not granted and relation = 'pg_description'::regclass and database = " +
          '(select oid from pg_database where datname = current_database())',
      );
    await expect.poll(waiting, { timeout: 15_000 }).toHaveLength(1);
    aborted.abort(new Error('interrupted'));
    await looking;
    await expect.poll(waiting, { timeout: 15_000 }).toHaveLength(0);
    await blocked.end();
  });
});
