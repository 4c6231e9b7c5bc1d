import { describe, expect, it } from 'vitest';
import { exampleKey, exampleKeys } from '../../../src/checks/foreign-keys/examples/keys.ts';
import type { Scope } from '../../../src/checks/report.ts';
import { proven, rough, scopeLines } from '../../../src/qa/output/scope-lines.ts';
import { reporters } from '../../../src/qa/reporters/index.ts';
import { exampleReport } from '../../support/example-report.ts';

const scope: Scope = {
  server: 'PostgreSQL 18.4',
  role: 'reader',
  schemas: ['public', 'shop'],
  tables: 41,
  keys: 87,
  rows: 12_345_678,
  requests: null,
  leftOut: [
    { what: 'the schema auth (16 tables)', reason: 'managed by the platform; --all includes it' },
    { what: 'the table shop.far', reason: 'a foreign table' },
  ],
};

describe('what a run looked at', () => {
  it('is a line, and a line for each reason to leave something out', () => {
    expect(scopeLines({ scope })).toEqual([
      'PostgreSQL 18.4 as reader: 87 keys on 41 tables in public, shop',
      'Left out, managed by the platform; --all includes it: the schema auth (16 tables).',
      'Left out, a foreign table: the table shop.far.',
    ]);
    expect(scopeLines({ scope: null })).toEqual([]);
    expect(scopeLines({})).toEqual([]);
    const many = { ...scope, leftOut: Array.from('abcdefgh', (what) => ({ what, reason: 'temporary' })) };
    expect(scopeLines({ scope: many })[1]).toBe('Left out, temporary: a, b, c, d, e, f and 2 more.');
    expect(scopeLines({ scope: many }, true)[1]).toBe('Left out, temporary: a, b, c, d, e, f, g, h.');
  });

  it('says that no key is here', () => {
    expect(scopeLines({ scope: { ...scope, keys: 0, tables: 1, leftOut: [] } })).toEqual([
      'PostgreSQL 18.4 as reader: no foreign key is here among 1 table in public, shop',
    ]);
  });

  it('is what a clear run has proved', () => {
    expect(proven({ scope, verdicts: [], evidence: {} })).toBe(
      '87 keys on 41 tables, 0 orphans counted of 12 million rows',
    );
    const [verdict] = exampleReport().verdicts.filter(({ status }) => status === 'found');
    const [finding] = verdict?.findings ?? [];
    if (verdict === undefined || finding === undefined) throw new Error('the example finds nothing');
    const orphans = [3, 4].map((count) => ({ ...finding, code: 'orphan-rows', facts: { orphans: count } }));
    const verdicts = [{ ...verdict, findings: [...orphans, { ...finding, facts: { orphans: 9 } }] }];
    expect(proven({ scope, verdicts, evidence: {} })).toBe(
      '87 keys on 41 tables, 7 orphans counted of 12 million rows',
    );
    expect(proven({ scope: { ...scope, rows: null }, verdicts: [], evidence: {} })).toBe(
      '87 keys on 41 tables',
    );
    expect(proven({ scope: null, verdicts: [], evidence: {} })).toBeNull();
    expect([9999, 12_345, 1_250_000, 3e9].map(rough)).toEqual([
      '9999',
      '12 thousand',
      '1.3 million',
      '3 billion',
    ]);
  });

  it.each(Object.keys(reporters) as (keyof typeof reporters)[])('stands in %s', async (format) => {
    const render = await reporters[format]();
    const rendered = await render(
      exampleReport({ command: 'inspect-fk', scope, evidence: { keys: exampleKeys([exampleKey()]) } }),
      {
        columns: 100,
        colour: false,
        verbose: false,
        showCurl: false,
      },
    );
    const text = typeof rendered === 'string' ? rendered : [...rendered].join('');
    if (format === 'prometheus') {
      expect(text).toContain('qa_scope{command="inspect-fk",target="prod",of="keys"} 87');
      expect(text).toMatch(/^qa_scope_info\{.*server="PostgreSQL 18\.4",role="reader",schemas="[^"]+"\} 1$/m);
      expect(text).toMatch(/^qa_scope_left_out\{.*what="[^"]*shop\.far[^"]*",reason="[^"]+"\} 1$/m);
    } else if (format === 'json' || format === 'ctrf')
      expect(JSON.stringify(JSON.parse(text))).toContain(JSON.stringify(scope));
    else {
      expect(text).toContain('PostgreSQL 18.4 as reader');
      expect(text).toMatch(/Left out.*(?:\s.*)?shop\.far/);
    }
  });
});
