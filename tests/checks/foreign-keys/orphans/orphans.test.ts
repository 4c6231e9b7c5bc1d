import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ForeignKeyContext, OrphanLimits } from '../../../../src/checks/foreign-keys/probes/context.ts';
import type { Orphans } from '../../../../src/checks/foreign-keys/probes/orphans.ts';
import { openDatabase, type Database } from '../../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl } from '../../../../src/checks/postgres/address/url.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { countEverything, findingOf, inspect, said, statusOf } from '../inspect.ts';

/** How many rows a line of progress says were looked at. */
function rowsTold(line: string): number {
  return Number(/([\d,]+)(?: of about [\d,]+)? rows/.exec(line)?.[1]?.replaceAll(',', ''));
}

describe.each([15, 18] as const)('orphans on PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
  });
  afterAll(() => database.close());

  /** A schema of its own, with triggers off so that orphans get in; what is found in it. */
  const count = async (
    name: string,
    sql: string,
    limits: Partial<OrphanLimits> = {},
    changes: Partial<ForeignKeyContext> = {},
  ) => {
    await database.query(
      `create schema ${name}; set search_path = ${name}; set session_replication_role = replica; ` +
        `${sql}; reset all`,
    );
    return inspect(database.url, {
      selection: { kind: 'some', tables: [], schemas: [name] },
      orphans: { ...countEverything, ...limits },
      ...changes,
    });
  };

  it('are found on a key that says it is valid, with their keys and a query that shows them', async () => {
    const seen = await count(
      'valid',
      'create table p (id int primary key); create table c (id int primary key, p int references p); ' +
        'insert into p values (1); insert into c values (1, 1), (2, 7), (3, null), (4, 8)',
    );
    const { facts, subject } = findingOf(seen, 'orphan-rows');
    expect(subject).toBe('valid.c.c_p_fkey');
    expect(facts).toMatchObject({
      orphans: 2,
      complete: true,
      samples: [
        { id: '2', p: '7' },
        { id: '4', p: '8' },
      ],
    });
    expect(await database.query(String(facts['query']))).toEqual([
      { id: 2, p: 7 },
      { id: 4, p: 8 },
    ]);
    expect(statusOf(seen, 'uncounted-orphans').status).toBe('clear');
  });

  it('MATCH SIMPLE asks nothing of a row with a null, MATCH FULL of one that is all null', async () => {
    const rows = 'insert into c values (1, 1), (null, 9), (9, null), (null, null), (9, 9)';
    const seen = await count(
      'matching',
      `create table p (a int, b int, primary key (a, b)); insert into p values (1, 1);
       create table c (a int, b int, constraint simple foreign key (a, b) references p, constraint complete
         foreign key (a, b) references p match full); ${rows}`,
    );
    const found = seen.verdicts
      .flatMap(({ findings }) => findings)
      .filter(({ code }) => code === 'orphan-rows');
    expect(found.map(({ subject, facts }) => [subject, facts['orphans']])).toEqual([
      ['matching.c.complete', 3],
      ['matching.c.simple', 1],
    ]);
  });

  it('inheriting rows are not of the key, on neither side; those of partitions are', async () => {
    const seen = await count(
      'descent',
      `create table p (id int primary key); create table p_heir () inherits (p); insert into p_heir values
        (5);
       create table c (id int, p int references p); create table c_heir () inherits (c);
       insert into c values (1, 5); insert into c_heir values (2, 99);
       create table e (id int, p int references p) partition by range (id); create table e_1 partition of e
         for values from (0) to (9); insert into e values (1, 99), (2, 98)`,
    );
    const found = seen.verdicts
      .flatMap(({ findings }) => findings)
      .filter(({ code }) => code === 'orphan-rows');
    expect(found.map(({ subject, facts }) => [subject, facts['orphans']])).toEqual([
      ['descent.c.c_p_fkey', 1],
      ['descent.e.e_p_fkey', 2],
    ]);
  });

  it("compares by the key's own operator, across types, collations and quoted names", async () => {
    const seen = await count(
      'compared',
      `create table "P p" ("I""d" numeric primary key); insert into "P p" values (1.0); create table "C c"
        ("r f" int references "P p"); insert into "C c" values (1), (2);
       create table t (x text collate "C" primary key); insert into t values ('a'); create table u (x
         varchar(9) collate "POSIX" references t); insert into u values ('a'), ('b');
       create collation "Dot.ted" from "C"; create table v (x text collate "Dot.ted" primary key); insert
         into v values ('a'); create table w (x text references v); insert into w values ('a'), ('c')`,
    );
    const found = seen.verdicts
      .flatMap(({ findings }) => findings)
      .filter(({ code }) => code === 'orphan-rows');
    expect(found.map(({ subject, facts }) => [subject, facts['orphans']])).toEqual([
      ['compared."C c"."C c_r f_fkey"', 1],
      ['compared.u.u_x_fkey', 1],
      ['compared.w.w_x_fkey', 1],
    ]);
  });

  it('a wrong-target key is counted towards its real target', async () => {
    const seen = await count(
      'elsewhere',
      'create table p (id int primary key, user_id int unique); insert into p values (1, 10); create ' +
        'table c (user_id int references p (id)); insert into c values (10)',
    );
    expect(findingOf(seen, 'orphan-rows').facts).toMatchObject({ orphans: 1 });
  });

  const large = `create table p (id int primary key); insert into p select generate_series(1, 5000); create
    table c (a int, b text, p int references p, primary key (a, b));
    insert into c select i / 10, i::text, case when i % 1000 = 0 then 90000 end from generate_series(1,
      20000) as i`;

  it('in chunks from the start, the last one as large as the estimate says, all are counted', async () => {
    const seen = await count('patient', `${large}; analyze c`, { mode: 'chunks', chunkRows: 3000 });
    expect(findingOf(seen, 'orphan-rows').facts).toMatchObject({ orphans: 20, complete: true });
  });

  it('large chunks are cut by a sample, lose no row and count none twice', async () => {
    const progress: string[] = [];
    const seen = await count(
      'cut',
      `create table p (id int primary key); insert into p values (1); create table c (a text collate "C", b
        int, p int references p, primary key (a, b));
       insert into c select case when i % 3 = 0 then 'Z' else 'a' end || i % 1000, i, case when i % 1000 = 0
         then 2 else 1 end from generate_series(1, 250000) as i; analyze c`,
      { mode: 'chunks', chunkRows: 100_000 },
      { progress: (line) => progress.push(line) },
    );
    expect(findingOf(seen, 'orphan-rows').facts).toMatchObject({ orphans: 250, complete: true });
    // About as many as were wanted: a sample says where, nobody has counted up to there.
    const [first = 0] = progress.filter((line) => line.startsWith('cut.c.c_p_fkey: ')).map(rowsTold);
    expect(first).toBeGreaterThan(90_000);
    expect(first).toBeLessThan(110_000);
  });

  it('in chunks from the start, a table without a primary key is counted if it is one chunk', async () => {
    const seen = await count(
      'keyless',
      `create table p (id int primary key); create table large (p int references p); create table small (p
        int references p);
       insert into large select i from generate_series(1, 200) as i; insert into small values (7); analyze
         large, small`,
      { mode: 'chunks', chunkRows: 100 },
    );
    expect(findingOf(seen, 'orphan-rows').subject).toBe('keyless.small.small_p_fkey');
    expect(statusOf(seen, 'uncounted-orphans')).toEqual({
      status: 'unknown',
      reason: 'keyless.large.large_p_fkey: it has no primary key to go along in chunks',
    });
  });

  it('goes on in chunks along the primary key where one statement does not fit', async () => {
    const progress: string[] = [];
    const hurried = impatient(database.url, 9999);
    const seen = await count(
      'chunked',
      large,
      { oneStatementMs: 9999, chunkRows: 3000 },
      { database: hurried, progress: (line) => progress.push(line) },
    );
    await hurried.close();
    expect(findingOf(seen, 'orphan-rows').facts).toMatchObject({ orphans: 20, complete: true });
    expect(progress.filter((line) => rowsTold(line) === 3000)).toHaveLength(1);
    expect(progress.at(-1)).toMatch(
      /^chunked\.c\.c_p_fkey: .*\b9,000\b.* rows\)?, [\d,]+\/s, .*\b9 orphans$/,
    );
  });

  it('says unknown, and how far it got, when the time is over', async () => {
    const seen = await count('late', large, { maxDurationMs: 0 });
    expect(said(seen).filter((finding) => finding.startsWith('orphan-rows'))).toEqual([]);
    expect(statusOf(seen, 'orphan-rows').status).toBe('unknown');
    expect(statusOf(seen, 'uncounted-orphans')).toEqual({
      status: 'unknown',
      reason: 'late.c.c_p_fkey: the time was over before its turn',
    });
  });

  it('a sample finds what it sees, and is unknown for the rest', async () => {
    const seen = await count(
      'sampled',
      'create table p (id int primary key); create table c (id int primary key, p int references p); ' +
        'insert into c select i, i from generate_series(1, 120000) as i; analyze c',
      { mode: 'sample' },
    );
    expect(findingOf(seen, 'orphan-rows').facts).toMatchObject({ complete: false });
    expect(statusOf(seen, 'uncounted-orphans').status).toBe('unknown');
  });

  it('a partitioned table is as large as its partitions together', async () => {
    const seen = await count(
      'parted',
      `create table p (id int primary key); create table e (id int, p int references p) partition by range
        (id); create table e_1 partition of e for values from (0) to (60001);
       create table e_2 partition of e for values from (60001) to (900000); insert into e select i, i from
         generate_series(1, 120000) as i; analyze e_1, e_2`,
      { mode: 'sample' },
    );
    expect(findingOf(seen, 'orphan-rows').facts).toMatchObject({ complete: false });
    expect(statusOf(seen, 'uncounted-orphans').reason).toContain('only a sample of');
  });

  it('an interruption tells how far each key got, and ends at once', async () => {
    const interruption = new AbortController();
    const seen = await count(
      'halted',
      `${large}; create table z (p int references p)`,
      { mode: 'chunks', chunkRows: 3000 },
      {
        signal: interruption.signal,
        progress: (line) => {
          if (rowsTold(line) === 9000) interruption.abort(new Error('interrupted'));
        },
      },
    );
    expect(findingOf(seen, 'orphan-rows').facts).toMatchObject({ orphans: 9, complete: false });
    expect(statusOf(seen, 'uncounted-orphans')).toEqual({
      status: 'unknown',
      reason:
        'halted.c.c_p_fkey: interrupted, 9000 rows were looked at; halted.z.z_p_fkey: interrupted ' +
        'before its turn',
    });
  });

  /** Counts in chunks of 3000, and is interrupted after so many rows. */
  const stopAt = async (rows: number, name: string, samples: number) => {
    const interruption = new AbortController();
    const progress = (line: string): void => {
      if (line.startsWith(`${name}.c.`) && rowsTold(line) === rows)
        interruption.abort(new Error('interrupted'));
    };
    const seen = await count(
      name,
      large,
      { mode: 'chunks', chunkRows: 3000, samples },
      { signal: interruption.signal, progress },
    );
    return (seen.evidence['orphans'] as Orphans).counts[0]!;
  };

  it('another run goes on where one stopped, counts what is behind it, and says since when', async () => {
    const { query, place } = await stopAt(9000, 'resumed', 5);
    expect(place).toMatchObject({ behind: ['900', '9000'], rowsSeen: 9000, orphans: 9 });
    // What the first run counted is not looked at again.
    await database.query('delete from resumed.c where a <= 900');
    const rest = await inspect(database.url, {
      selection: { kind: 'some', tables: [], schemas: ['resumed'] },
      orphans: countEverything,
      resumed: new Map([[query!, place!]]),
    });
    expect(findingOf(rest, 'orphan-rows')).toMatchObject({
      message: expect.stringContaining(`(counted since ${place!.since})`),
      facts: { orphans: 20, complete: true },
    });
    expect(statusOf(rest, 'uncounted-orphans').status).toBe('clear');

    // Under another primary key the place means nothing: all is counted.
    await database.query(
      'alter table resumed.c drop constraint c_pkey, add column id int generated always as identity ' +
        'primary key',
    );
    const anew = await inspect(database.url, {
      selection: { kind: 'some', tables: [], schemas: ['resumed'] },
      orphans: countEverything,
      resumed: new Map([[query!, place!]]),
    });
    expect(findingOf(anew, 'orphan-rows').facts).toMatchObject({ orphans: 11, complete: true });
  });

  it('shows no value of a row where none is wanted, and so not where it stopped', async () => {
    expect(await stopAt(3000, 'discreet', 0)).toMatchObject({
      complete: false,
      rowsSeen: 3000,
      place: null,
      samples: [],
    });
  });

  it('row security and a missing privilege are unknown, one key not hiding the other', async () => {
    await database.query(`create schema hidden; set search_path = hidden; create table p (id int primary key);
      create table a (p int references p); create table b (p int references p); create table c (p int
        references p);
      alter table b enable row level security; create role reader_${version} login password 'reads'; grant
        usage on schema hidden to reader_${version}; grant select on a, b, p to reader_${version}; reset
          all`);
    const url = new URL(database.url);
    url.username = `reader_${version}`;
    url.password = 'reads';
    const seen = await inspect(url.href, {
      selection: { kind: 'some', tables: [], schemas: ['hidden'] },
      orphans: countEverything,
    });
    await database.query(`drop owned by reader_${version}; drop role reader_${version}`);
    expect(statusOf(seen, 'orphan-rows').status).toBe('unknown');
    const { status, reason } = statusOf(seen, 'uncounted-orphans');
    expect(status).toBe('unknown');
    expect(reason).toMatch(
      /hidden\.b\.b_p_fkey: row security.*; hidden\.c\.c_p_fkey: this role may not read it/,
    );
    expect(reason).not.toContain('hidden.a');
    expect(statusOf(seen, 'unindexed-foreign-key').status).toBe('found');
  });

  it('VALIDATE is not told where it would fail', async () => {
    const seen = await count(
      'invalid',
      'create table p (id int primary key); create table c (p int); insert into c values (4); alter ' +
        'table c add foreign key (p) references p not valid',
    );
    expect(findingOf(seen, 'unvalidated-constraint').remedy.sql).toEqual([]);
  });

  if (version < 18) return;

  it('a PERIOD is covered by the ranges of several parents together, or not', async () => {
    await database.query('create extension if not exists btree_gist with schema public');
    const seen = await count(
      'periods',
      `create table p (id int, during int4range, primary key (id, during without overlaps)); insert into p
        values (1, '[1,5)'), (1, '[5,9)');
       create table c (id int, during int4range, foreign key (id, period during) references p (id, period
         during)); insert into c values (1, '[2,8)'), (1, '[2,10)'), (2, '[1,2)'), (null, '[1,2)')`,
    );
    expect(findingOf(seen, 'orphan-rows').facts).toMatchObject({ orphans: 2 });
  });

  it('are counted on a key that is NOT ENFORCED', async () => {
    const seen = await count(
      'lax',
      'create table p (id int primary key); create table c (p int references p not enforced); insert ' +
        'into c values (4)',
    );
    expect(findingOf(seen, 'orphan-rows').facts).toMatchObject({ orphans: 1 });
    expect(findingOf(seen, 'unenforced-constraint').remedy.sql.join()).not.toContain('validate');
  });
});

/** A database whose first statement with that time limit runs out of it at once. */
function impatient(url: string, statementTimeoutMs: number): Database {
  const signal = new AbortController().signal;
  const database = openDatabase({
    address: parseDatabaseUrl(url, {}),
    applicationName: 'facteur-qa test',
    connectTimeoutMs: 2000,
    signal,
  });
  let first = true;
  return {
    ...database,
    read(work, limits) {
      if (!first || limits.statementTimeoutMs !== statementTimeoutMs) return database.read(work, limits);
      first = false;
      return Promise.reject(
        Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }),
      );
    },
  };
}
