import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Examination } from '../../../../src/checks/examine.ts';
import type { Database } from '../../../../src/checks/postgres/session/session.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { connectOnce, countEverything, inspect, said } from '../inspect.ts';
import { scenarios } from '../examples/scenarios.ts';

describe.each([15, 18] as const)(
  'PostgreSQL %i: break, found; wrong fix, still found; remedy, gone',
  (version) => {
    let database: FreshDatabase;
    let inspected: Database;
    let console: pg.Client;
    beforeAll(async () => {
      database = await freshDatabase({ version, schema: 'empty' });
      inspected = connectOnce(database.url);
      console = new pg.Client(database.url);
      await console.connect();
    });
    afterEach(async () => {
      // What failed midway must not hold its locks into the next test.
      await console.query('rollback');
      await database.empty();
    });
    afterAll(async () => {
      await Promise.all([inspected.close(), console.end()]);
      await database.close();
    });

    it.each(
      scenarios.filter(
        ({ since18, before18 }) => (!since18 || version === 18) && (!before18 || version < 18),
      ),
    )('$code: $title', async (scenario) => {
      await database.query(scenario.setup);
      const look = () =>
        inspect(database.url, {
          database: inspected,
          orphans: scenario.orphans ? countEverything : null,
          expectations: {
            list: scenario.expectations ?? [],
            builtIn: false,
            complete: scenario.complete ?? false,
          },
        });
      const wanted = `${scenario.code} ${scenario.subject}`;
      const isBeside = (finding: string): boolean =>
        finding !== wanted && (scenario.beside ?? []).some((code) => finding.startsWith(`${code} `));
      const broken = await look();
      expect(
        said(broken)
          .filter((finding) => !isBeside(finding))
          .toSorted(),
      ).toEqual([wanted, ...(scenario.alsoSaid ?? [])].toSorted());
      const finding = meant(broken, wanted);
      expect(finding.facts).toMatchObject(scenario.facts ?? {});
      if (scenario.severity !== undefined) expect(finding.severity).toBe(scenario.severity);

      if (scenario.wrongFix !== undefined) {
        await database.query(scenario.wrongFix);
        expect(said(await look())).toContain(wanted);
      }

      if (scenario.curable === false) {
        expect(finding.remedy.sql).toEqual([]);
        return;
      }
      // One connection, one statement after the other, as a person would paste them.
      const { sql } = meant(await look(), wanted).remedy;
      expect(sql.length).toBeGreaterThan(0);
      for (const statement of sql) await console.query(statement);
      expect(said(await look())).not.toContain(wanted);
    });
  },
);

/** The finding of that code and subject. */
function meant({ verdicts }: Examination, wanted: string) {
  const found = verdicts.flatMap(({ findings }) => findings);
  const finding = found.find(({ code, subject }) => `${code} ${subject}` === wanted);
  if (finding === undefined) throw new Error(`Nothing was found of ${wanted}.`);
  return finding;
}
