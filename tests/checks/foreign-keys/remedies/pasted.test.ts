import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/checks/finding.ts';
import { readExpectations } from '../../../../src/checks/foreign-keys/expectations/expectation.ts';
import { mergeRemedies } from '../../../../src/checks/foreign-keys/index.ts';
import { findingGroups } from '../../../../src/qa/output/finding-groups.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { expected, sound, tables } from '../examples/scenario.ts';
import { scenarios } from '../examples/scenarios.ts';
import { countEverything, inspect } from '../inspect.ts';

const schemas = join(import.meta.dirname, '../../../../fixtures/schemas');

/**
 * In which order the statements of a report stand: as the JSON has them, and as the terminal and the file
 * have them.
 */
const orders = {
  json: (findings: readonly Finding[]) => findings,
  terminal: (findings: readonly Finding[]) => findingGroups(findings).flatMap((group) => [...group.findings]),
} as const;

/** States in which several things are wrong with one key or table. */
const tangles: Readonly<Record<string, string>> = {
  'a half-finished swap, the right key new, NOT VALID and under another name': `${tables}
    alter table parent add unique (tenant); alter table child add constraint child_parent foreign key
      (parent_id) references parent (tenant), add constraint child_parent_new foreign key (parent_id)
      references parent (id) not valid;`,
  'a duplicate that is NOT VALID': `${sound} alter table child add constraint child_again foreign key
      (parent_id) references parent (id) not valid;`,
  'a key with disabled triggers and a SET NULL that fails': `${tables} alter table child add constraint
      child_parent foreign key (parent_id) references parent (id) on delete set null not valid; alter table
      child disable trigger all;`,
  'two keys on one column, and an invalid index': `${tables} drop index child_parent_id_idx,
      child_tenant_parent_id_idx; create table other (id bigint primary key); alter table child add constraint
      child_parent foreign key (parent_id) references parent (id), add constraint child_other foreign key
      (tenant) references other, add constraint child_both foreign key (tenant, parent_id) references
      parent (tenant, id); create index on child (tenant); update pg_index set indisvalid = false where
      indexrelid = 'child_tenant_idx'::regclass;`,
  'a narrower column with disabled triggers': `${tables} alter table child alter parent_id type int; alter
      table child add constraint child_parent foreign key (parent_id) references parent (id); alter table
      child disable trigger all; drop index child_parent_id_idx;`,
};

let database: FreshDatabase | undefined;
let console: pg.Client | undefined;
afterEach(async () => {
  await console?.end();
  await database?.close();
});

describe.each([15, 18] as const)('a report of PostgreSQL %i, pasted in its own order', (version) => {
  const paste = async (
    order: keyof typeof orders,
    expectations: Parameters<typeof inspect>[1],
    stopsAt: readonly string[] = [],
  ): Promise<void> => {
    const look = () =>
      inspect(database?.url ?? '', {
        orphans: countEverything,
        selection: { kind: 'default' },
        ...expectations,
      });
    const before = mergeRemedies((await look()).verdicts).flatMap(({ findings }) => findings);
    console = new pg.Client(database?.url);
    await console.connect();
    const cured = (await look()).verdicts
      .flatMap(({ findings }) => findings)
      .filter(({ remedy }) => remedy.sql.length > 0)
      .map(({ fingerprint }) => fingerprint);
    expect(cured.length).toBeGreaterThan(0);
    const pasted = orders[order](before);
    const statements = pasted.flatMap(({ remedy }) => remedy.sql);
    expect(new Set(statements).size).toBe(statements.length);
    // Where a unique index failed for duplicates that are still there, its remedy stops at them.
    const stopped: string[] = [];
    for (const { fingerprint, remedy } of pasted) {
      for (const statement of remedy.sql) {
        try {
          await console.query(statement);
        } catch (error) {
          if (!String(error).includes('there are duplicates'))
            throw new Error(`${String(error)} from\n${statement}`);
          stopped.push(fingerprint);
          break;
        }
      }
    }
    const after = (await look()).verdicts.flatMap(({ findings }) => findings);
    expect(after.map(({ fingerprint }) => fingerprint).filter((each) => cured.includes(each))).toEqual(
      stopped,
    );
    expect(stopped).toEqual(stopsAt);
    expect(
      after.filter(({ remedy, fingerprint }) => remedy.sql.length > 0 && !stopped.includes(fingerprint)),
    ).toEqual([]);
  };

  describe.each(Object.keys(orders) as (keyof typeof orders)[])('%s', (order) => {
    it.each(readdirSync(schemas))('cures %s', async (name) => {
      database = await freshDatabase({ version, schema: 'empty' });
      const file = (text: string): string => join(schemas, name, text);
      await database.query(readFileSync(file('schema.sql'), 'utf8'));
      if (version === 18 && existsSync(file('schema-18.sql')))
        await database.query(readFileSync(file('schema-18.sql'), 'utf8'));
      const failing = existsSync(file('failing.sql')) ? readFileSync(file('failing.sql'), 'utf8') : '';
      for (const statement of failing.split(/;\n/).filter((text) => text.trim() !== ''))
        await expect(database.query(statement)).rejects.toThrow();
      await paste(
        order,
        existsSync(file('expected-keys.json'))
          ? {
              expectations: {
                ...readExpectations(JSON.parse(readFileSync(file('expected-keys.json'), 'utf8'))),
                builtIn: false,
              },
            }
          : {},
        name === 'billing-soft-deletes' ? ['invalid-index:billing.refunds_one_an_invoice'] : [],
      );
    });

    it.each(
      scenarios.filter(
        ({ beside, alsoSaid, curable, since18, before18 }) =>
          (beside ?? alsoSaid) !== undefined &&
          curable !== false &&
          (since18 !== true || version === 18) &&
          (before18 !== true || version < 18),
      ),
    )('cures all that is said of $code: $title', async ({ setup, expectations = [], complete = false }) => {
      database = await freshDatabase({ version, schema: 'empty' });
      await database.query(setup);
      await paste(order, { expectations: { list: expectations, builtIn: false, complete } });
    });

    it.each(Object.keys(tangles))('cures %s', async (name) => {
      database = await freshDatabase({ version, schema: 'empty' });
      await database.query(tangles[name] ?? '');
      await paste(order, { expectations: { list: [expected], builtIn: false, complete: false } });
    });
  });
});
