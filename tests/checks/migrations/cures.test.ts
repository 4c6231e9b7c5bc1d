import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { codesOf, inspectMigrations, treeNamed, verdictOf, versionTableSql, type Tree } from './trees.ts';

/**
 * What a finding advises, done for real: then it is gone. With the real Alembic, alembic.test.ts does the
 * others.
 */

let database: FreshDatabase;
let directory: string;
beforeEach(async () => {
  database = await freshDatabase({ schema: 'empty' });
  directory = await mkdtemp(join(tmpdir(), 'revisions-'));
});
afterEach(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

async function begin(name: string): Promise<Tree> {
  const tree = treeNamed(name);
  await cp(tree.directory, directory, { recursive: true });
  await database.query(versionTableSql(tree.database));
  return tree;
}

const look = (expectedHeads: readonly string[] = []) =>
  inspectMigrations({ directories: [directory], expectedHeads, url: database.url });
const declare = (name: string, revision: string, down: string) =>
  writeFile(
    join(directory, name),
    `revision = "${revision}"\ndown_revision = ${down}\n\n\ndef upgrade():\n    pass\n`,
  );

it('unknown-revision: the file is brought back', async () => {
  await begin('unknown');
  expect(codesOf(await look())).toEqual(['unknown-revision']);
  await declare('back.py', 'deadbeef0000', '"e0e1e2e3e4e5"');
  expect(codesOf(await look())).toEqual([]);
});

it('database-ahead: the code of that revision is deployed', async () => {
  const { expectedHeads, database: rows } = await begin('ahead');
  expect(codesOf(await look(expectedHeads))).toEqual(['database-ahead']);
  expect(codesOf(await look(rows))).toEqual([]);
});

it('unbranched-from-code: the branches are merged in the code, and the merge is applied', async () => {
  const { expectedHeads, heads } = await begin('diverged');
  expect(codesOf(await look(expectedHeads))).toContain('unbranched-from-code');
  await declare('merge.py', 'c1c2c3c4c5c6', JSON.stringify(heads).replace('[', '(').replace(']', ')'));
  expect(codesOf(await look())).toEqual(['pending-migrations']);
  await database.query("update alembic_version set version_num = 'c1c2c3c4c5c6'");
  expect(codesOf(await look())).toEqual([]);
});

it('duplicate-revision: the copy goes', async () => {
  await begin('duplicate');
  expect(codesOf(await look())).toEqual(['duplicate-revision']);
  await rm(join(directory, '777777777772_copy.py'));
  expect(codesOf(await look())).toEqual(['pending-migrations']);
});

it('broken-chain: the missing file comes back', async () => {
  await begin('broken-chain');
  expect(codesOf(await look())).toEqual(['broken-chain', 'split-heads']);
  // What is pending cannot be said of a broken chain.
  expect(verdictOf(await look(), 'pending-migrations').status).toBe('unknown');
  await declare('second.py', '888888888882', '"888888888881"');
  expect(codesOf(await look())).toEqual(['pending-migrations']);
});

it('missing-version-table: another schema is named', async () => {
  const tree = treeNamed('merged');
  await cp(tree.directory, directory, { recursive: true });
  await database.query(`create schema app; ${versionTableSql(tree.database, 'app.alembic_version')}`);
  expect(codesOf(await look())).toEqual(['missing-version-table']);
  const named = await inspectMigrations({ directories: [directory], url: database.url, schema: 'app' });
  expect(codesOf(named)).toEqual([]);
});

it('multiple-database-revisions: a row that another contains is removed', async () => {
  await begin('linear');
  await database.query("insert into alembic_version values ('3d4e5f607182')");
  const found = await look();
  expect(codesOf(found)).toEqual(['multiple-database-revisions']);
  expect(verdictOf(found, 'multiple-database-revisions').findings[0]?.message).toBe(
    'alembic_version holds 2 rows: 1b2c3d4e5f60, 3d4e5f607182; 1b2c3d4e5f60 is contained in another of them.',
  );
  await database.query("delete from alembic_version where version_num = '1b2c3d4e5f60'");
  expect(codesOf(await look())).toEqual([]);
});

it('risky-migration: each statement takes its gentler form', async () => {
  await begin('risky');
  const path = join(directory, '5a5a5a5a5a52_everything_at_once.py');
  expect(verdictOf(await look(), 'risky-migration').findings).toHaveLength(6);
  const gentle = (await readFile(path, 'utf8'))
    .replace('["slug"])', '["slug"], postgresql_concurrently=True)')
    .replace('REFERENCES authors (id);', 'REFERENCES authors (id) NOT VALID;')
    .replace(/op\.alter_column\("articles", "slug".*/, 'pass')
    .replace(/op\.alter_column\("articles", "title".*/, 'pass')
    .replace('"title <> \'\'")', '"title <> \'\'", postgresql_not_valid=True)')
    .replace('"ALTER TABLE articles DROP CONSTRAINT articles_title_check, "', '"ALTER TABLE articles "');
  await writeFile(path, gentle);
  expect(codesOf(await look())).toEqual(['pending-migrations']);
});
