import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inOrder, linkRevisions, type Graph } from '../../../src/checks/migrations/graph/graph.ts';
import { code } from '../../../src/checks/migrations/index.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { alembicIsInstalled, alembicProject, type Project } from './alembic.ts';
import { codesOf, inspectMigrations, treeNamed, trees, verdictOf } from './trees.ts';

async function graphOf(directory: string): Promise<Graph> {
  const { evidence } = await inspectMigrations({ directories: [directory] });
  return linkRevisions(code.shape.parse(evidence[code.name])?.files ?? []);
}

/** `a, b (c) -> d (label) (head) (mergepoint), text`, as Alembic prints a revision. */
function readLine(line: string) {
  const [, down = '', , id = ''] = /^(.*?)(?: \((.*?)\))? -> ([^\s,]+)/.exec(line) ?? [];
  return {
    id,
    down: down === '<base>' ? [] : down.split(', ').toSorted(),
    isHead: line.includes('(head)') || line.includes('(effective head)'),
  };
}

describe('with the real Alembic', () => {
  if (!alembicIsInstalled) {
    it('is not tested here: alembic is not installed (apt-get install alembic python3-psycopg2)', () => {
      process.stderr.write(
        'Alembic is not installed: what is read of revision files was not compared with it.\n',
      );
    });
    return;
  }

  it.each(trees.filter(({ refused }) => !refused))(
    'agrees on heads and history of $name',
    async ({ directory }) => {
      const project = await alembicProject(directory);
      try {
        const graph = await graphOf(directory);
        const heads = await project.alembic('heads');
        expect(heads.code).toBe(0);
        const named = heads.stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(' ')[0] ?? '');
        // Of a revision that two files declare, Alembic names the head twice.
        expect([...new Set(named)].toSorted()).toEqual([...graph.heads].toSorted());

        const history = (await project.alembic('history')).stdout.split('\n').filter(Boolean).map(readLine);
        const ours = [...graph.revisions.values()].map(({ id, down }) => ({
          id,
          down: [...down].toSorted(),
          isHead: graph.heads.includes(id),
        }));
        const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);
        expect(history.toSorted(byId)).toEqual(ours.toSorted(byId));
        // The newest first. Of revisions that do not build on each other either may come first.
        const place = new Map(history.map(({ id }, at) => [id, at]));
        for (const { id, before } of graph.revisions.values()) {
          for (const other of before) expect(place.get(other)).toBeGreaterThan(place.get(id) ?? 0);
        }
        const order = inOrder(graph, new Set(graph.revisions.keys()));
        for (const [at, id] of order.entries()) {
          for (const other of graph.revisions.get(id)?.before ?? [])
            expect(order.indexOf(other)).toBeLessThan(at);
        }
      } finally {
        await project.remove();
      }
    },
  );

  it.each(trees.filter(({ refused }) => refused))('refuses $name, and so do we', async ({ directory }) => {
    const project = await alembicProject(directory);
    try {
      expect((await project.alembic('heads')).code).not.toBe(0);
      expect(codesOf(await inspectMigrations({ directories: [directory] }))).toContain('broken-chain');
    } finally {
      await project.remove();
    }
  });

  describe('and a real database', () => {
    let database: FreshDatabase;
    let project: Project;
    const { directory } = treeNamed('product');
    beforeAll(async () => {
      database = await freshDatabase({ schema: 'empty' });
      project = await alembicProject(directory, database.url);
    });
    afterAll(async () => {
      await project.remove();
      await database.close();
    });
    const look = () => inspectMigrations({ directories: [directory], url: database.url });
    const upgrade = async (...words: string[]) => {
      const ran = await project.alembic(...words);
      expect(ran).toMatchObject({ code: 0 });
    };

    it('follows it from nothing to the head, and agrees at each step', async () => {
      expect(codesOf(await look())).toEqual(['missing-version-table']);
      await upgrade('upgrade', 'f7e8a9b0c1d2');
      expect(verdictOf(await look(), 'pending-migrations').findings[0]?.facts['pending']).toEqual([
        'b7d6e5f4c3a2',
        'a8da35e3c12b',
        '1a2b3c4d5e6f',
      ]);
      await upgrade('upgrade', 'b7d6e5f4c3a2');
      // Two branches are applied, and the merge is not.
      expect(codesOf(await look())).toEqual([
        'multiple-database-revisions',
        'pending-migrations',
        'risky-migration',
      ]);
      const { remedy } = verdictOf(await look(), 'multiple-database-revisions').findings[0] ?? {};
      expect(remedy?.command).toBe('alembic upgrade heads');
      await upgrade('upgrade', 'a8da35e3c12b');
      const [behind] = verdictOf(await look(), 'pending-migrations').findings;
      expect(behind).toMatchObject({
        message:
          "The database is at a8da35e3c12b and the code's head is 1a2b3c4d5e6f, 1 revision behind: " +
          '1a2b3c4d5e6f.',
      });
      expect(behind?.remedy.command).toBe('alembic upgrade head');
      await upgrade('upgrade', 'head');
      const cured = await look();
      expect(codesOf(cured)).toEqual([]);
      expect(cured.verdicts.every(({ status }) => status === 'clear')).toBe(true);
    });

    it('a split is cured by the merge that is advised', async () => {
      const split = await alembicProject(treeNamed('split').directory, database.url);
      try {
        await database.query('drop schema public cascade; create schema public');
        const inspect = () => inspectMigrations({ directories: [split.versions], url: database.url });
        expect((await split.alembic('upgrade', 'heads')).code).toBe(0);
        const found = await inspect();
        expect(codesOf(found)).toEqual(['split-heads', 'multiple-database-revisions']);
        expect((await split.alembic('upgrade', 'head')).stderr).toContain(
          'Multiple head revisions are present',
        );
        const [{ remedy } = { remedy: null }] = verdictOf(found, 'split-heads').findings;
        expect(remedy?.command).toBe('alembic merge heads -m "merge heads"');
        expect((await split.alembic('merge', 'heads', '-m', 'merge heads')).code).toBe(0);
        expect(codesOf(await inspect())).toEqual(['multiple-database-revisions', 'pending-migrations']);
        expect((await split.alembic('upgrade', 'heads')).code).toBe(0);
        expect(codesOf(await inspect())).toEqual([]);
      } finally {
        await split.remove();
      }
    });

    it('a dependency is applied though the table does not name it', async () => {
      const tree = treeNamed('depends-on');
      const dependent = await alembicProject(tree.directory, database.url);
      try {
        await database.query('drop schema public cascade; create schema public');
        expect((await dependent.alembic('upgrade', 'heads')).code).toBe(0);
        const rows = await database.query<{ version_num: string }>('select version_num from alembic_version');
        expect(rows.map((row) => row.version_num)).toEqual(tree.database);
        expect(
          codesOf(
            await inspectMigrations({
              directories: [dependent.versions],
              expectedHeads: tree.expectedHeads,
              url: database.url,
            }),
          ),
        ).toEqual([]);
      } finally {
        await dependent.remove();
      }
    });
  });
});
