import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Expectation } from '../../../../src/checks/foreign-keys/expectations/expectation.ts';
import { runLine, type Ended } from '../../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { alembicIsInstalled, alembicProject, type Project } from '../../migrations/alembic.ts';

const name = 'a :b%c\\"';
const quoted = `"${name.replaceAll('"', '""')}"`;
const expected: Expectation = {
  name,
  table: 'child',
  columns: ['code'],
  references: { table: 'parent', columns: ['code'] },
};
const tables = `
  create table parent (id bigint primary key, code bigint not null unique);
  create table child (id bigint primary key, code bigint not null);
  create index on child (code);
  insert into parent select n, n from generate_series(1, 100) as n;
  insert into child select n, n from generate_series(1, 100) as n;`;
const wrongKey = `alter table child add constraint ${quoted} foreign key (code) references parent (id)
  on delete cascade deferrable; comment on constraint ${quoted} on child is 'kept : %s';`;
const rightKey = (called: string, rest = ''): string =>
  `alter table child add constraint ${called} foreign key (code) references parent (code) ${rest};`;
const first = `revision = "1111"
down_revision = None
def upgrade(): pass
def downgrade(): pass
`;

describe('a revision for Alembic', () => {
  if (!alembicIsInstalled) {
    it('is not tested here: alembic is not installed (apt-get install alembic python3-psycopg2)', () => {
      process.stderr.write('Alembic is not installed: a printed revision was not run by it.\n');
    });
    return;
  }

  let database: FreshDatabase;
  let cwd: string;
  let project: Project;
  beforeAll(async () => {
    database = await freshDatabase({ schema: 'empty' });
  });
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'qa-revision-'));
    await writeFile(join(cwd, 'keys.json'), JSON.stringify([expected]));
    await writeFile(join(cwd, '1111_first.py'), first);
    project = await alembicProject(cwd, database.url);
  });
  afterEach(async () => {
    await project.remove();
    await rm(cwd, { recursive: true });
    await database.empty();
  });
  afterAll(() => database.close());

  const emitted = (...more: string[]): Promise<Ended> =>
    runLine(['repair-fk', name, '--expect', 'keys.json', '--emit=alembic', '--quiet', ...more], {
      cwd,
      environment: { QA_DATABASE_URL: database.url },
    });
  const keys = () =>
    database.query(
      `select conname, pg_get_constraintdef(oid) as is, obj_description(oid, 'pg_constraint') as comment
        from pg_constraint where contype = 'f' order by conname`,
    );
  const run = async (...argv: string[]): Promise<string> => {
    const { code, stdout, stderr } = await project.alembic(...argv);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };

  it.each([
    ['a key that leads to the wrong column', wrongKey],
    [
      'a half-finished swap',
      `${wrongKey} ${rightKey('child_new', 'on delete cascade deferrable not valid')}`,
    ],
    ['a key under another name', rightKey('child_new')],
    ['a leftover beside the key', `${rightKey(quoted)} ${rightKey('child_new')}`],
  ])('is loaded, run and taken back by it: %s', async (_, setup) => {
    await database.query(tables + setup);
    await run('upgrade', 'head');
    // A right key that was NOT VALID stays validated.
    const before = (await keys()).map((key) => ({ ...key, is: String(key['is']).replace(' NOT VALID', '') }));
    const { code, stdout } = await emitted();
    expect(code).toBe(0);
    await writeFile(join(project.versions, '2222_repair.py'), stdout);

    const history = await run('history');
    expect(history).toMatch(/^1111 -> [0-9a-f]{12} \(head\), Repair of public\.child\./m);
    await run('upgrade', 'head');
    const [key, ...others] = await keys();
    expect(others).toEqual([]);
    expect(key).toMatchObject({
      conname: name,
      is: expect.stringMatching(/REFERENCES parent\(code\)(?!.*NOT VALID)/),
    });
    expect((await emitted()).stdout).toMatch(
      /def upgrade\(\) -> None:\n {4}# Nothing is to be done\.\n {4}pass\n/,
    );

    await run('downgrade', '-1');
    expect(await keys()).toEqual(before);
    await run('upgrade', 'head');
    expect(await keys()).toEqual([key]);
  });

  it('says why there is no way back, and that of a validation none is needed', async () => {
    await database.query(`${tables} ${rightKey(quoted, 'not valid')}`);
    await run('upgrade', 'head');
    const { stdout } = await emitted();
    expect(stdout).toMatch(
      /def downgrade\(\) -> None:\n {4}# A key that was validated says the same as before/,
    );
  });

  describe('where the history branches', () => {
    const branch = (revision: string): string =>
      first.replace('"1111"', `"${revision}"`).replace('None', '"1111"');
    beforeEach(async () => {
      await database.query(`${tables} ${wrongKey}`);
      for (const revision of ['2222', '3333'])
        await writeFile(join(project.versions, `${revision}_branch.py`), branch(revision));
      await run('upgrade', 'heads');
    });

    it.each([
      ['follows one of the two', '2222', ['3333 (head)']],
      ['merges them', '2222, 3333', []],
    ] as const)('%s that it is told, and is run and taken back', async (_, revises, others) => {
      const before = await keys();
      const asked = await emitted();
      expect(asked.code).toBe(2);
      expect(asked.stderr).toContain('at several revisions (2222, 3333)');
      await writeFile(join(project.versions, '4444_repair.py'), (await emitted('--revises', revises)).stdout);
      const heads = (await run('heads')).trim().split('\n');
      const ours = heads.filter((head) => /^[0-9a-f]{12} \(head\)$/.test(head));
      expect(ours).toHaveLength(1);
      expect(heads.filter((head) => !ours.includes(head))).toEqual(others);
      await run('upgrade', 'heads');
      expect(await keys()).toMatchObject([{ conname: name, is: expect.stringMatching(/parent\(code\)/) }]);
      await run('downgrade', revises.includes(',') ? '2222' : '1111');
      expect(await keys()).toEqual(before);
    });

    it('is told that no revision is none', async () => {
      const { code, stderr } = await emitted('--revises', '2222,');
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('is not a revision'),
      });
    });
  });

  it('follows the revision of a version table in a schema that nobody searches', async () => {
    await database.query(`${tables} ${wrongKey} create schema "Ops"`);
    const elsewhere = await alembicProject(cwd, database.url, 'Ops');
    try {
      const upgrade = async (): Promise<void> => {
        const { code, stderr } = await elsewhere.alembic('upgrade', 'head');
        expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      };
      await upgrade();
      const { stdout } = await emitted();
      expect(stdout).toContain('down_revision = "1111"\n');
      await writeFile(join(elsewhere.versions, '2222_repair.py'), stdout);
      await upgrade();
      expect(await keys()).toMatchObject([{ is: expect.stringMatching(/parent\(code\)/) }]);
    } finally {
      await elsewhere.remove();
    }
    await database.query(`create schema audit; create table audit.alembic_version (version_num text)`);
    expect((await emitted()).stderr).toContain('lies in each of the schemas Ops, audit');
  });

  it('follows what it is told to, and asks where nothing says what', async () => {
    await database.query(`${tables} ${wrongKey}`);
    const asked = await emitted();
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain(
      'give --revises REVISION, several with commas to merge them, or --revises base',
    );
    expect((await emitted('--revises', 'base')).stdout).toContain('down_revision = None\n');
    expect((await emitted('--revises', 'abc')).stdout).toContain('down_revision = "abc"\n');
  });
});
