import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../../src/checks/postgres/session/session.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { connectOnce, findingOf, inspect, said } from '../inspect.ts';
import { scenarios } from '../scenarios.ts';

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

    it.each(scenarios.filter(({ since18 }) => !since18 || version === 18))(
      '$code: $title',
      async (scenario) => {
        await database.query(scenario.setup);
        const look = () =>
          inspect(database.url, {
            database: inspected,
            expectations: {
              list: scenario.expectations ?? [],
              builtIn: false,
              complete: scenario.complete ?? false,
            },
          });
        const broken = await look();
        expect(
          said(broken).filter(
            (finding) => !(scenario.beside ?? []).some((code) => finding.startsWith(`${code} `)),
          ),
        ).toEqual([`${scenario.code} ${scenario.subject}`]);
        const finding = findingOf(broken, scenario.code);
        expect(finding.facts).toMatchObject(scenario.facts ?? {});

        if (scenario.wrongFix !== undefined) {
          await database.query(scenario.wrongFix);
          expect(said(await look())).toContain(`${scenario.code} ${scenario.subject}`);
        }

        if (scenario.curable === false) {
          expect(finding.remedy.sql).toEqual([]);
          return;
        }
        // One connection, one statement after the other, as a person would paste them.
        const { sql } = findingOf(await look(), scenario.code).remedy;
        expect(sql.length).toBeGreaterThan(0);
        for (const statement of sql) await console.query(statement);
        expect(said(await look())).toEqual([]);
      },
    );
  },
);
