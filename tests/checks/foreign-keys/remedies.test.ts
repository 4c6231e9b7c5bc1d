import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../support/postgres.ts';
import { findingOf, inspect, said } from './inspect.ts';
import { scenarios } from './scenarios.ts';

describe.each([15, 18] as const)('PostgreSQL %i: break, found; wrong fix, still found; remedy, gone', (version) => {
  it.each(scenarios.filter(({ since18 }) => !since18 || version === 18))('$code: $title', async (scenario) => {
    const database = await freshDatabase({ version, schema: 'empty' });
    try {
      await database.query(scenario.setup);
      const look = () => inspect(database.url, { expectations: { list: scenario.expectations ?? [], builtIn: false } });
      const broken = await look();
      expect(said(broken).filter((finding) => !(scenario.beside ?? []).some((code) => finding.startsWith(`${code} `)))).toEqual([
        `${scenario.code} ${scenario.subject}`,
      ]);
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
      await paste(database.url, findingOf(await look(), scenario.code).remedy.sql);
      expect(said(await look())).toEqual([]);
    } finally {
      await database.close();
    }
  });
});

/** One connection, one statement list after the other, as a person would. */
async function paste(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
