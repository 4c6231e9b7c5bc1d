import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { formats } from '../../../../src/qa/reporters/formats.ts';
import { runLine } from '../../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { versionTableSql } from '../../../checks/migrations/trees.ts';

let cwd: string;
let database: FreshDatabase;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa migrations '));
  await cp(resolve('fixtures/migrations'), cwd, { recursive: true });
  await mkdir(join(cwd, 'empty'));
  await mkdir(join(cwd, 'outer', 'empty'), { recursive: true });
  await cp(resolve('fixtures/migrations/linear'), join(cwd, 'outer', 'inner'), { recursive: true });
  await writeFile(join(cwd, 'file.py'), '');
  database = await freshDatabase({ schema: 'empty' });
});
afterAll(async () => {
  await database.close();
  await rm(cwd, { recursive: true });
});
beforeEach(() => database.empty());

const line = (...words: string[]) => runLine(['inspect-migrations', ...words], { cwd });
const withDatabase = (...words: string[]) => line(...words, '--database-url', database.url);
const steady = (text: string): string =>
  text
    .replace(/in \d+ ms/g, 'in N ms')
    // Where a line is broken depends on how long the database's name is.
    .replace(/\n {2}(?=\S)/g, ' ')
    .replaceAll(new URL(database.url).host + new URL(database.url).pathname, 'db');
/** Without what is said of causes, which other tests hold. */
const ownLines = (text: string): string =>
  text.replace(/^(?:why|explains|do now|excluded|possible|would decide)\b.*\n(?: {16}.*\n)*/gm, '');
const codes = (stdout: string): string[] => [
  ...new Set(
    (JSON.parse(stdout) as Report).verdicts.flatMap(({ findings }) => findings.map(({ code }) => code)),
  ),
];

describe('a transcript', () => {
  it('of a database at the head says what was proven', async () => {
    await database.query(versionTableSql(['1a2b3c4d5e6f']));
    const { code, stdout, stderr } = await withDatabase('--versions-dir', 'product');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(steady(stdout)).toBe(`✔ All clear: 10 checks
qa inspect-migrations · db
The database db is at 1a2b3c4d5e6f (public.alembic_version), the code at 1a2b3c4d5e6f (5 revisions in product): at head.
✔ All clear: 10 checks (10 clear) in N ms (exit 0)
`);
  });

  it('of one that is behind lists what is pending, in order, and what it would lock', async () => {
    await database.query(versionTableSql(['a8da35e3c12b']));
    const { code, stdout } = await withDatabase('--versions-dir', 'product');
    expect(code).toBe(1);
    await expect(ownLines(steady(stdout))).toMatchFileSnapshot('behind.txt');
  });

  it('of files alone', async () => {
    const { code, stdout } = await line('--versions-dir', 'split');
    expect(code).toBe(1);
    await expect(ownLines(steady(stdout))).toMatchFileSnapshot('split-files.txt');
  });

  it('of an expected head alone', async () => {
    await database.query(versionTableSql(['a8da35e3c12b']));
    const same = await withDatabase('--expect-head', 'a8da35e3c12b', '--format', 'json');
    expect({ code: same.code, codes: codes(same.stdout) }).toEqual({ code: 0, codes: [] });
    const other = await withDatabase('--expect-head', '1a2b3c4d5e6f', '--format', 'json');
    expect({ code: other.code, codes: codes(other.stdout) }).toEqual({
      code: 1,
      codes: ['unknown-revision'],
    });
    expect(other.stdout).toContain('with --versions-dir it could be said which of them is older');
    await database.query('delete from alembic_version');
    const nothing = await withDatabase('--expect-head', '1a2b3c4d5e6f', '--format', 'json');
    expect({ code: nothing.code, codes: codes(nothing.stdout) }).toEqual({
      code: 1,
      codes: ['pending-migrations'],
    });
  });

  it('of a database alone', async () => {
    const { code, stdout } = await withDatabase('--format', 'json');
    expect({ code, codes: codes(stdout) }).toEqual({ code: 1, codes: ['missing-version-table'] });
    await database.query(versionTableSql(['a1', 'b2']));
    const split = await withDatabase('--format', 'json');
    expect({ code: split.code, codes: codes(split.stdout) }).toEqual({
      code: 1,
      codes: ['multiple-database-revisions'],
    });
  });
});

describe('the table of revisions', () => {
  it('may have another name and lie in another schema', async () => {
    await database.query(`create schema app; ${versionTableSql(['1a2b3c4d5e6f'], 'app.versions')}`);
    const words = ['--versions-dir', 'product', '--format', 'json'];
    const elsewhere = ['--version-table', 'versions', '--version-schema', 'elsewhere'];
    const missing = await withDatabase(...words, ...elsewhere);
    expect({ code: missing.code, codes: codes(missing.stdout) }).toEqual({
      code: 1,
      codes: ['missing-version-table'],
    });
    const [{ remedy } = { remedy: null }] = (JSON.parse(missing.stdout) as Report).verdicts.flatMap(
      (each) => each.findings,
    );
    // Behind the way to the same database, which came as a flag.
    expect(remedy?.command).toMatch(
      /^QA_DATABASE_URL=\S+ qa inspect-migrations --version-schema app --versions-dir product --version-table versions$/,
    );
    // What it advises finds it.
    const pasted = (remedy?.command ?? '').split(' ').slice(3);
    const found = await withDatabase(...pasted, '--format', 'json');
    expect({ code: found.code, codes: codes(found.stdout) }).toEqual({ code: 0, codes: [] });
  });

  it('is looked for where a session of this role would find it', async () => {
    await database.query(`create schema app; ${versionTableSql(['1a2b3c4d5e6f'], 'app.alembic_version')}`);
    await database.query(
      `do $$ begin execute format('alter database %I set search_path = app, public', current_database()); end $$`,
    );
    try {
      const { code } = await withDatabase('--versions-dir', 'product');
      expect(code).toBe(0);
    } finally {
      await database.query(
        `do $$ begin execute format('alter database %I reset search_path', current_database()); end $$`,
      );
    }
  });

  it('that may not be read leaves it unknown', async () => {
    await database.query(versionTableSql(['1a2b3c4d5e6f']));
    await database.query(`create role reader_of_nothing login password 'nothing-to-read'`);
    try {
      const url = Object.assign(new URL(database.url), {
        username: 'reader_of_nothing',
        password: 'nothing-to-read',
      });
      const { code, stdout } = await line('--versions-dir', 'product', '--database-url', url.href);
      expect(code).toBe(3);
      expect(stdout).toContain('permission denied for table alembic_version');
    } finally {
      await database.query('drop role reader_of_nothing');
    }
  });
});

it('what cannot be read of the tree leaves the rest unknown', async () => {
  await database.query(versionTableSql(['1a2b3c4d5e6f']));
  await cp(join(cwd, 'product'), join(cwd, 'dynamic'), { recursive: true });
  await writeFile(
    join(cwd, 'dynamic', 'computed.py'),
    'revision = make_id()\ndown_revision = "1a2b3c4d5e6f"\n',
  );
  const { code, stdout } = await withDatabase('--versions-dir', 'dynamic');
  expect(code).toBe(3);
  expect(stdout).toContain(
    'dynamic/computed.py could not be read as a revision (revision is\n  computed, not written out)',
  );
  await cp(join(cwd, 'product'), join(cwd, 'dangling'), { recursive: true });
  await symlink(join(cwd, 'nowhere.py'), join(cwd, 'dangling', 'gone.py'));
  expect((await withDatabase('--versions-dir', 'dangling')).code).toBe(3);
});

it('a file that Alembic cannot load is named with its line, and nothing is guessed of the rest', async () => {
  await cp(join(cwd, 'product'), join(cwd, 'conflict'), { recursive: true });
  await writeFile(
    join(cwd, 'conflict', 'merge.py'),
    'revision = "c0ffee123456"\n<<<<<<< HEAD\ndown_revision = "1a2b3c4d5e6f"\n=======\n',
  );
  const { code, stdout } = await line('--versions-dir', 'conflict');
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'Alembic cannot use conflict/merge.py: Python cannot read it: line 2, a merge conflict is not resolved: ' +
      '"<<<<<<<".',
  );
  expect(stdout.replace(/\s+/g, ' ')).toContain('risky-migration: the chain of revisions is broken');
});

it('an expected head that no file declares says nothing of a database', async () => {
  const { code, stdout } = await line('--versions-dir', 'product', '--expect-head', 'beef');
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'The expected head beef is declared by none of 5 revision files',
  );
  expect(stdout).not.toContain('The database is at');
});

it('an unreachable database leaves the files to be judged', async () => {
  const { code, stdout } = await line(
    '--versions-dir',
    'split',
    '--database-url',
    'postgresql://u@127.0.0.1:1/x',
    '--format',
    'json',
  );
  expect({ code, codes: codes(stdout) }).toEqual({ code: 1, codes: ['split-heads'] });
  expect(
    (await line('--versions-dir', 'product', '--database-url', 'postgresql://u@127.0.0.1:1/x')).code,
  ).toBe(3);
});

it('several directories are one chain, and --recursive reads below', async () => {
  const { stdout } = await line('--versions-dir', 'linear', '--versions-dir', 'product', '--format', 'json');
  expect(codes(stdout)).toContain('split-heads');
  expect((await line('--versions-dir', 'outer', '--recursive')).code).toBe(0);
});

it.each([
  [['--versions-dir', 'absent'], '--versions-dir absent is not there: give the directory that holds'],
  [['--versions-dir', 'file.py'], '--versions-dir file.py is not a directory: give the one that holds'],
  [['--versions-dir', 'empty'], '--versions-dir empty holds no revision files (*.py): give'],
  [
    ['--versions-dir', 'outer'],
    '--versions-dir outer holds no revision files itself: give a directory below it, or --recursive.',
  ],
  [['--recursive'], '--recursive reads below a directory: give --versions-dir too.'],
  [['--expect-head', 'head'], '--expect-head "head" names no revision: give its whole id'],
  [['--expect-head', ''], '--expect-head "" names no revision: give its whole id, such as 1a2b3c4d5e6f.'],
  [['--expect-head', 'a1+1'], '--expect-head "a1+1" names no revision'],
  [[], 'There is nothing to look at: give --versions-dir DIR, a database'],
])('%j is a usage error', async (words, message) => {
  const { code, stdout, stderr } = await line(...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(`qa: ${message}`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

it('every format shows it', async () => {
  await database.query(versionTableSql(['a8da35e3c12b']));
  for (const format of formats) {
    const { code, stdout } = await withDatabase('--versions-dir', 'product', '--format', format);
    expect({ format, code }).toEqual({ format, code: format === 'nagios' ? 2 : 1 });
    expect(stdout).toContain(['prometheus', 'nagios'].includes(format) ? 'pending' : '1a2b3c4d5e6f');
  }
});

it('the chain is drawn around head and database', async () => {
  await database.query(versionTableSql(['f7e8a9b0c1d2']));
  const { stdout } = await withDatabase('--versions-dir', 'product', '--format', 'mermaid');
  await expect(stdout).toMatchFileSnapshot('product.mmd');
  const page = await withDatabase('--versions-dir', 'product', '--format', 'html');
  expect(page.stdout).toContain('f7e8a9b0c1d2 · database</text>');
  expect(page.stdout).toContain('1a2b3c4d5e6f · head · pending</text>');
});
