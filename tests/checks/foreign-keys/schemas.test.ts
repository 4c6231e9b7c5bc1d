import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readExpectations } from '../../../src/checks/foreign-keys/expectations/expectation.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { countEverything, inspect } from './inspect.ts';

const schemas = join(import.meta.dirname, '../../../fixtures/schemas');
const versions = [15, 18] as const;
type Version = (typeof versions)[number];

/** findings.json: written by hand, from what the SQL means. */
interface Expected {
  /** Keys in schema.sql, those that partitions inherit not counted. */
  readonly keys: number;
  /** Keys that schema-18.sql adds. */
  readonly keysOn18?: number;
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly subject: string;
    readonly because: string;
    /** The only version that says so; both where absent. */
    readonly only?: Version;
  }[];
}

let database: FreshDatabase | undefined;
afterEach(() => database?.close());

describe.each(readdirSync(schemas))('%s', (name) => {
  const read = (file: string): string => readFileSync(join(schemas, name, file), 'utf8');
  const has = (file: string): boolean => existsSync(join(schemas, name, file));
  const { findings, keys, keysOn18 = 0 } = JSON.parse(read('findings.json')) as Expected;

  it.each(versions)(
    'gives exactly the findings that were written by hand, on PostgreSQL %i',
    async (version) => {
      database = await freshDatabase({ version, schema: 'empty' });
      await database.query(read('schema.sql'));
      if (version === 18 && has('schema-18.sql')) await database.query(read('schema-18.sql'));
      // CREATE INDEX CONCURRENTLY runs outside a transaction, so each statement goes alone; what is left of a
      // failed one is the fixture.
      for (const statement of has('failing.sql')
        ? read('failing.sql')
            .split(/;\n/)
            .filter((text) => text.trim() !== '')
        : []) {
        await expect(database.query(statement)).rejects.toThrow();
      }

      const examination = await inspect(database.url, {
        orphans: countEverything,
        selection: { kind: 'default' },
        ...(has('expected-keys.json')
          ? { expectations: { ...readExpectations(JSON.parse(read('expected-keys.json'))), builtIn: false } }
          : {}),
      });

      const found = examination.verdicts.flatMap((verdict) =>
        verdict.findings.map(({ code, subject, severity }) => `${code} ${subject} ${severity}`),
      );
      const written = findings
        .filter(({ only = version }) => only === version)
        .map(({ code, subject, severity }) => `${code} ${subject} ${severity}`);
      expect(found.sort()).toEqual(written.sort());
      expect(examination.evidence).toHaveProperty('keys.keys.length', keys + (version === 18 ? keysOn18 : 0));
      expect(examination.verdicts.filter(({ status }) => status === 'unknown')).toEqual([]);
    },
  );
});
