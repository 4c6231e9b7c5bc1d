import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { runLine } from '../../../support/command-line.ts';
import { ownProcesses } from '../../../support/own-processes.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import yargs, { type ArgumentsCamelCase } from 'yargs';
import type { App, Outcome, UsageError } from '../../../../src/qa/command.ts';
import { command } from '../../../../src/qa/commands/inspect-fk/index.ts';
import { build } from '../../../../src/qa/commands/inspect-fk/options.ts';
import { keepPlaces } from '../../../../src/qa/commands/inspect-fk/orphan-places.ts';
import type { OrphanCount } from '../../../../src/checks/foreign-keys/index.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';

describe('qa inspect-fk', () => {
  let database: FreshDatabase;
  let cwd: string;
  beforeAll(async () => {
    database = await freshDatabase();
    await database.query(`create schema shop; create table shop.customer (id bigint primary key); create
      table shop."Order" (id bigint primary key, customer_id bigint references shop.customer);
      create table shop.customer_note (customer_id bigint references shop.customer); create index on
        shop.customer_note (customer_id);
      create foreign data wrapper nowhere; create server nowhere foreign data wrapper nowhere; create
        foreign table shop.far (x int) server nowhere`);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'inspect fk '));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const run = async (line: readonly string[], url: string | null = database.url) => {
    const said: string[] = [];
    const secrets: string[] = [];
    const app: App = {
      io: {
        environment: url === null ? {} : { QA_DATABASE_URL: url },
        cwd,
        processes: ownProcesses,
        readStdin: () => Promise.resolve(''),
      },
      version: '0.0.0',
      secrets: { add: (value) => void secrets.push(value), redact: (text) => text },
      interruption: {
        signal: new AbortController().signal,
        giveUp: new AbortController().signal,
        exitCode: () => null,
      },
      runCommand: () => Promise.resolve(null),
      print: (text) => void said.push(text),
      reveal: (text) => void said.push(text),
      say: (text) => void said.push(text),
      progress: () => undefined,
      terminal: {
        out: { isTerminal: false, columns: 80, colour: false, ascii: false, links: false },
        err: { isTerminal: false, columns: 80, colour: false, ascii: false, links: false },
      },
    };
    let outcome: Outcome | UsageError | undefined;
    await yargs([...line])
      .command(
        '$0 [table..]',
        '',
        (declared) => build(declared),
        async (options) => {
          outcome = await command
            .run(options as ArgumentsCamelCase<typeof options>, app)
            .catch((error: UsageError) => error);
        },
      )
      .fail((message, error) => {
        throw error ?? new Error(message);
      })
      .parseAsync();
    const report = outcome !== undefined && 'report' in outcome ? outcome.report : undefined;
    return {
      exitCode: report?.exitCode ?? (outcome as UsageError | { exitCode: number }).exitCode,
      message: outcome instanceof Error ? outcome.message : '',
      text: outcome !== undefined && 'text' in outcome ? outcome.text : '',
      found: report?.verdicts.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint)) ?? [],
      verdict: (code: string) => report?.verdicts.find(({ check }) => check === code),
      report,
      said,
      secrets,
    };
  };

  it("looks at the product's tables and at every other: a healthy product is clear", async () => {
    const seen = await run([]);
    expect(seen.found).toEqual([unindexed]);
    expect(seen.exitCode).toBe(0);
    expect(seen.report?.target.database).toMatch(/^127\.0\.0\.1:\d+\/test_\w+$/);
    expect(seen.verdict('missing-foreign-key')).toMatchObject({ status: 'clear' });
    expect(seen.verdict('orphan-rows')).toMatchObject({ status: 'skipped' });
  });

  const unindexed = 'unindexed-foreign-key:shop."Order"."Order_customer_id_fkey"';

  it.each([
    ['all', ['--all'], [unindexed]],
    ['all but a schema', ['--exclude-schema', 'shop'], []],
    ['all but the schemas of a pattern', ['--all', '--exclude-schema', 's*p'], []],
    ['all but another schema', ['--exclude-schema', 'sho'], [unindexed]],
    ['a schema', ['--schema', 'shop'], [unindexed]],
    ['a quoted name', ['shop."Order"'], [unindexed]],
    ['a name whose quotes the shell took', ['shop.Order'], [unindexed]],
    ['a name without its schema', ['customer'], [unindexed]],
    ['a pattern', ['shop.*_note'], []],
    ['a table behind --orphans', ['--orphans', 'customer_note'], []],
  ])('selects %s', async (_, line, found) => {
    const seen = await run(line);
    expect(seen.found).toEqual(found);
    expect(seen.exitCode).toBe(0);
  });

  it('says what it looked at, as whom, and what it left out', async () => {
    const { report } = await run(['--exclude-schema', 'shop', '--orphans']);
    expect(report?.scope).toEqual({
      server: expect.stringMatching(/^PostgreSQL \d+\.\d+/),
      role: 'postgres',
      schemas: ['public'],
      tables: expect.any(Number),
      keys: expect.any(Number),
      rows: expect.any(Number),
      requests: null,
      leftOut: [
        { what: 'the schema shop (3 tables)', reason: 'as --exclude-schema asks' },
        { what: 'the table shop.far', reason: 'a foreign table' },
      ],
    });
  });

  it('is never green where nothing was there: a database without tables, or without keys', async () => {
    const other = await freshDatabase({ schema: 'empty' });
    const empty = await run([], other.url);
    expect(empty).toMatchObject({ exitCode: 3, found: [] });
    expect(empty.verdict('duplicate-foreign-key')).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('There is no table to look at'),
    });
    expect(empty.report?.scope?.leftOut).toContainEqual({
      what: "the product's expected keys",
      reason: "this is not the product's database",
    });
    await other.query('create table alone (id int)');
    const without = await run(['alone'], other.url);
    expect(without).toMatchObject({ exitCode: 3, found: [] });
    expect(without.verdict('unindexed-foreign-key')?.reason).toContain('There is no foreign key from or to');
    await other.query(
      'create schema auth; create table auth.user (id int primary key, up int references auth.user)',
    );
    await other.query('drop table alone');
    expect((await run([], other.url)).exitCode).toBe(3);
    expect((await run(['--all'], other.url)).exitCode).toBe(0);
    await other.close();
  });

  it('writes what cures into one file, which psql runs as it is', async ({ annotate }) => {
    const other = await freshDatabase({ schema: 'empty' });
    await other.query(`create table parent (id bigint primary key); create table child (id int primary key,
      a bigint, b int, constraint child_a foreign key (a) references parent, constraint child_b foreign key
      (b) references parent, constraint child_again foreign key (a) references parent);`);
    const seen = await run(['--remedies', 'cure.sql'], other.url);
    expect(seen.found).toHaveLength(5);
    const { stdout } = await runLine(['inspect-fk', '--remedies', 'cure.sql'], {
      environment: { QA_DATABASE_URL: other.url },
      cwd,
    });
    expect(stdout).toContain('\nThe SQL is in cure.sql, to be read, and run with psql -f.\n');
    expect(stdout).not.toMatch(/^create index/m);
    const ended = spawnSync('psql', ['-X', '-v', 'ON_ERROR_STOP=1', '-f', join(cwd, 'cure.sql'), other.url], {
      encoding: 'utf8',
    });
    if (ended.error !== undefined) {
      await annotate('psql is not installed: the file was not run.');
    } else {
      expect(ended).toMatchObject({ status: 0, stderr: '' });
      expect((await run([], other.url)).found).toEqual([]);
    }
    await other.close();
    expect(await run(['--remedies', 'no/such/directory.sql'])).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('cannot be written'),
    });
  });

  it('fails on warnings where that is asked for', async () => {
    expect((await run(['--all', '--fail-on', 'warning'])).exitCode).toBe(1);
    expect((await run(['--all', '--fail-on', 'warning', '--skip', 'unindexed-foreign-key'])).exitCode).toBe(
      0,
    );
  });

  it.each([
    ['a table that does not exist', ['nobody'], /no table or schema "nobody"/],
    ['a slip of --orphans=exact', ['--orphans=exat'], /--orphans="exat" is not known.*mean "exact"\?/],
    ['a slip of --orphans=chunks', ['customer', '--orphans', 'chunk'], /exact, chunks, sample.*"chunks"\?/],
    ['a value that --orphans has not', ['--orphans=everything'], /no table of that name\.$/],
    ['a schema that does not exist', ['--schema', 'nobody'], /no table or schema --schema nobody/],
    ['a table that is never inspected', ['far'], /"far" is never inspected: it is a foreign table/],
    ['no table name', ['a.b.c'], /"a\.b\.c" is not a table name/],
    ['--all beside a table', ['--all', 'customer'], /--all inspects every user table/],
    [
      'a missing expectations file',
      ['--expect', 'absent.json'],
      /The expectations absent\.json cannot be read/,
    ],
    ['a missing baseline', ['--baseline', 'absent.json'], /The baseline absent\.json cannot be read/],
    ['an unknown code', ['--only', 'unindexed-foreign-keys'], /Did you mean "unindexed-foreign-key"/],
    ['a database of another kind', ['--database-url', 'mysql://x@h/d'], /begins with mysql:\/\//],
  ])('%s is a usage error', async (_, line, message) => {
    const seen = await run(line);
    expect(seen.message).toMatch(message);
    expect(seen.exitCode).toBe(2);
  });

  it('no database at all is a usage error, a refused connection unknown, a refused password 4', async () => {
    expect(await run([], null)).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('No database was named'),
    });
    expect((await run([], 'postgresql://x@127.0.0.1:1/x')).exitCode).toBe(3);
    const wrong = new URL(database.url);
    wrong.password = 'not-the-password';
    const refused = await run([], wrong.href);
    expect(refused.exitCode).toBe(4);
    expect(refused.secrets).toContain('not-the-password');
  });

  it('a snapshot is expected later, and tells what drifted', async () => {
    const { text } = await run(['--snapshot', '--schema', 'shop']);
    await writeFile(join(cwd, 'keys.json'), text);
    expect((await run(['--expect', 'keys.json', '--schema', 'shop'])).found).toEqual([unindexed]);

    await database.query(
      'alter table shop."Order" drop constraint "Order_customer_id_fkey"; alter table ' +
        'shop.customer_note rename constraint customer_note_customer_id_fkey to note_customer',
    );
    const drifted = await run(['--expect', 'keys.json', '--schema', 'shop']);
    expect(drifted.found).toEqual([
      'missing-foreign-key:shop."Order"."Order_customer_id_fkey"',
      'renamed-foreign-key:shop.customer_note.note_customer',
    ]);
    expect(drifted.exitCode).toBe(1);
    for (const { remedy } of drifted.report?.verdicts.flatMap(({ findings }) => findings) ?? []) {
      for (const sql of remedy.sql) await database.query(sql);
    }
    expect((await run(['--expect', 'keys.json', '--schema', 'shop'])).found).toEqual([unindexed]);
  });

  it('a snapshot of all tells keys that are new, one of some tables does not', async () => {
    await writeFile(join(cwd, 'all.json'), (await run(['--snapshot', '--all'])).text);
    await writeFile(join(cwd, 'some.json'), (await run(['--snapshot', '--schema', 'shop'])).text);
    await database.query(
      'create table shop.visit (customer_id bigint constraint visitor references shop.customer); ' +
        'create index on shop.visit (customer_id)',
    );
    const all = await run(['--expect', 'all.json', '--all']);
    expect(all.found).toEqual(['unexpected-foreign-key:shop.visit.visitor', unindexed]);
    expect(
      (await run(['--expect', 'all.json', 'shop."Order"'])).verdict('unexpected-foreign-key'),
    ).toMatchObject({ status: 'clear' });
    expect((await run(['--expect', 'some.json', '--all'])).verdict('unexpected-foreign-key')).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('--snapshot --all'),
    });
    await database.query('drop table shop.visit');
  });

  it(
    'of two keys on the same columns the one that is gone is missing, and the other neither renamed ' +
      'nor wrong',
    async () => {
      await database.query(`create schema twice; create table twice.p (id int primary key, code int unique);
      create table twice.c (p int, constraint to_id foreign key (p) references twice.p (id), constraint
        to_code foreign key (p) references twice.p (code) on delete cascade, constraint to_id_too foreign
          key (p) references twice.p (id) on delete cascade); create index on twice.c (p)`);
      await writeFile(join(cwd, 'twice.json'), (await run(['--snapshot', '--schema', 'twice'])).text);
      await database.query('alter table twice.c drop constraint to_code, drop constraint to_id_too');
      const drifted = await run(['--expect', 'twice.json', '--schema', 'twice']);
      await database.query('drop schema twice cascade');
      expect(drifted.found).toEqual([
        'missing-foreign-key:twice.c.to_code',
        'missing-foreign-key:twice.c.to_id_too',
      ]);
    },
  );

  it('a baseline silences what is known until it changes', async () => {
    const warned = await run(['--all', '--fail-on', 'warning', '--write-baseline', 'known.json']);
    expect(warned.exitCode).toBe(1);
    expect(JSON.parse(await readFile(join(cwd, 'known.json'), 'utf8'))).toMatchObject({
      schema: 1,
      findings: [{ fingerprint: unindexed }],
    });

    const silent = await run(['--all', '--fail-on', 'warning', '--baseline', 'known.json']);
    expect(silent).toMatchObject({
      exitCode: 0,
      found: [],
      said: ['1 known finding is in the baseline known.json and not told.'],
    });
    expect(silent.verdict('unindexed-foreign-key')).toMatchObject({ status: 'skipped' });

    await writeFile(join(cwd, 'report.json'), JSON.stringify(warned.report));
    expect((await run(['--all', '--fail-on', 'warning', '--baseline', 'report.json'])).exitCode).toBe(0);

    await writeFile(
      join(cwd, 'changed.json'),
      JSON.stringify({ findings: [{ fingerprint: unindexed, severity: 'warning', digest: 'other' }] }),
    );
    expect((await run(['--all', '--fail-on', 'warning', '--baseline', 'changed.json'])).found).toEqual([
      unindexed,
    ]);
  });

  it('of several known findings the baseline is silent in the plural, and nothing else is said', async () => {
    const other = await freshDatabase({ schema: 'empty' });
    await other.query(`create table parent (id bigint primary key); create table child (a bigint references
      parent, b bigint references parent)`);
    const first = await run(['--write-baseline', 'known.json'], other.url);
    expect(first).toMatchObject({ found: [expect.anything(), expect.anything()], said: [] });
    expect((await run(['--baseline', 'known.json'], other.url)).said).toEqual([
      '2 known findings are in the baseline known.json and not told.',
    ]);
    await other.query('create index on child (a); create index on child (b)');
    expect((await run(['--baseline', 'known.json'], other.url)).said).toEqual([]);
    await other.close();
  });

  it('keys without a finding stay in the report with --evidence, and for a picture', async () => {
    const kept = async (...line: string[]) => {
      const { report } = await run(['--all', ...line]);
      return (report!.evidence['keys'] as { keys: unknown[] }).keys.length;
    };
    const whole = await kept('--evidence');
    for (const format of ['html', 'mermaid', 'dot'])
      expect(await kept('--format', format, '--format', 'json=x.json')).toBe(whole);
    expect(await kept()).toBeLessThan(whole);
    expect(await kept('--format', 'json', '--format', 'junit=x.xml')).toBeLessThan(whole);
  });

  it.each<[string, () => string, number, RegExp]>([
    [
      'nobody answers',
      () => 'postgresql://x@127.0.0.1:1/x',
      3,
      /^No snapshot was taken: could not connect .*\.$/,
    ],
    [
      'the password is wrong',
      () => Object.assign(new URL(database.url), { password: 'not-the-password' }).href,
      4,
      /^No snapshot was taken: .*password authentication failed/,
    ],
  ])('where %s, no snapshot is taken', async (_, url, exitCode, message) => {
    const seen = await run(['--snapshot'], url());
    expect(seen).toMatchObject({ exitCode, text: '', message: expect.stringMatching(message) });
  });

  it(
    'keeps where a count stopped, goes on from there with --resume, and forgets it once all is ' + 'counted',
    async () => {
      await database.query(`create schema long; create table long.parent (id int primary key); insert into
      long.parent values (1);
      create table long.child (id int primary key, parent_id int); insert into long.child select n, 1 from
        generate_series(1, 100) as n; insert into long.child values (101, 2);
      alter table long.child add constraint child_parent_fkey foreign key (parent_id) references long.parent
        not valid; create index on long.child (parent_id)`);
      const line = ['long.child', '--orphans', '--only', 'orphan-rows'];
      const whole = await run(line);
      const [count] = (whole.report!.evidence['orphans'] as { counts: OrphanCount[] }).counts;
      expect(count).toMatchObject({ orphans: 1, place: null });
      const directory = join(cwd, '.local', 'state', 'facteur-qa');
      await expect(readdir(directory)).rejects.toThrow('ENOENT');
      expect((await run([...line, '--resume'])).said).toContainEqual(
        expect.stringMatching(/^No count of .* stopped part way: counting begins at the start\.$/),
      );

      const label = whole.report?.target.database ?? '';
      const place = { behind: ['50'], rowsSeen: 50, orphans: 7, since: '2026-01-01T00:00:00.000Z' };
      await keepPlaces(directory, label, new Map(), [{ ...count!, complete: false, place }]);
      const [file] = await readdir(directory);
      expect((await stat(join(directory, file ?? ''))).mode & 0o777).toBe(0o600);
      const resumed = await run([...line, '--resume']);
      expect(resumed.verdict('orphan-rows')?.findings).toMatchObject([
        {
          message:
            '8 rows of long.child.child_parent_fkey have no parent (counted since 2026-01-01T00:00:00.000Z).',
        },
      ]);
      expect(await readdir(directory)).toEqual([]);
      expect((await run(['--resume'])).message).toContain('give --orphans too');
    },
  );
});
