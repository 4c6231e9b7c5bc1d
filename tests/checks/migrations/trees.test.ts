import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { code } from '../../../src/checks/migrations/index.ts';
import { linkRevisions } from '../../../src/checks/migrations/graph/graph.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { codesOf, inspectMigrations, trees, verdictOf, versionTableSql } from './trees.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase({ schema: 'empty' });
});
afterAll(() => database.close());

describe.each(trees)(
  'the tree $name',
  ({ directory, database: rows, heads, bases, expectedHeads, codes, pending }) => {
    it('gives what its story says, beside a real database', async () => {
      await database.query(versionTableSql(rows));
      try {
        const examination = await inspectMigrations({
          directories: [directory],
          expectedHeads,
          url: database.url,
        });
        expect(codesOf(examination).toSorted()).toEqual([...codes].toSorted());
        const [behind] = verdictOf(examination, 'pending-migrations').findings;
        expect(behind?.facts['pending'] ?? []).toEqual(pending);
      } finally {
        await database.query('drop table alembic_version');
      }
    });

    it('has these heads and bases, whether there is a database or not', async () => {
      const examination = await inspectMigrations({ directories: [directory], expectedHeads });
      const files = code.shape.parse(examination.evidence[code.name])?.files ?? [];
      const graph = linkRevisions(files);
      expect([...graph.heads].toSorted()).toEqual([...heads].toSorted());
      const first = [...graph.revisions.values()].filter(({ down }) => down.length === 0).map(({ id }) => id);
      expect(first.toSorted()).toEqual([...bases].toSorted());
      const withoutDatabase = examination.verdicts
        .filter(({ status }) => status === 'skipped')
        .map(({ check }) => check);
      for (const needing of [
        'missing-version-table',
        'multiple-database-revisions',
        'pending-migrations',
        'database-ahead',
      ]) {
        expect(withoutDatabase).toContain(needing);
      }
    });
  },
);
