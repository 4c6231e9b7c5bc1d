import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/checks/finding.ts';
import { detailLines } from '../../../src/qa/output/finding-details.ts';
import { findingGroups } from '../../../src/qa/output/finding-groups.ts';
import { remediesFile } from '../../../src/qa/output/remedies-file.ts';
import { reporters } from '../../../src/qa/reporters/index.ts';
import { exampleReport } from '../../support/example-report.ts';

function finding(changes: Partial<Finding> = {}): Finding {
  const { code = 'unindexed-foreign-key', subject = 'public.a.b' } = changes;
  return {
    severity: 'warning',
    message: `${subject} is wrong.`,
    facts: {},
    remedy: {
      advice: 'Create the index.',
      sql: [`-- a comment\ncreate index on ${subject};`],
      command: null,
    },
    fingerprint: `${code}:${subject}`,
    ...changes,
    code,
    subject,
  };
}

const orphaned = finding({
  code: 'orphan-rows',
  severity: 'error',
  subject: 'public.child.child_parent',
  facts: {
    query: 'select c.*\nfrom child as c\nlimit 100;',
    samples: [{ id: '1', parent_id: null }],
    choices: [{ what: 'delete them', sql: ['delete from child;'] }],
  },
  remedy: { advice: 'Choose.', sql: [], command: null },
});

/** 600 findings of four checks, as a large schema gives them. */
const many = ['unindexed-foreign-key', 'type-mismatch', 'duplicate-foreign-key', 'orphan-rows'].map(
  (code, place) => ({
    check: code,
    status: 'found' as const,
    reason: null,
    findings: Array.from({ length: 150 }, (_, number) =>
      finding({
        code,
        severity: place === 3 ? 'error' : 'warning',
        subject: `public.table_${number}.table_${number}_some_parent_id_fkey`,
        facts: { ...(place === 3 && orphaned.facts), estimatedRows: number, onDelete: 'no action' },
      }),
    ),
  }),
);

const render = async (
  format: keyof typeof reporters,
  changes: Parameters<typeof exampleReport>[0],
  verbose = false,
) => {
  const rendered = await (
    await reporters[format]()
  )(exampleReport(changes), {
    columns: 100,
    colour: false,
    verbose,
    showCurl: false,
  });
  return typeof rendered === 'string' ? rendered : [...rendered].join('');
};

describe('findings in groups', () => {
  it('the worst group first, and in a group the largest table, cascades before others', () => {
    const groups = findingGroups([
      finding({ subject: 'small', facts: { estimatedRows: 10, onDelete: 'cascade' } }),
      finding({ subject: 'unknown', facts: { estimatedRows: null } }),
      finding({ code: 'orphan-rows', severity: 'error' }),
      finding({ subject: 'large', facts: { estimatedRows: 1000, onDelete: 'no action' } }),
      finding({ subject: 'large too', facts: { estimatedRows: 1000, onDelete: 'cascade' } }),
      finding({ subject: 'note', severity: 'info', facts: { estimatedRows: 9e9 } }),
    ]);
    expect(groups.map(({ code, findings }) => [code, findings.map(({ subject }) => subject)])).toEqual([
      ['orphan-rows', ['public.a.b']],
      ['unindexed-foreign-key', ['large too', 'large', 'small', 'unknown', 'note']],
    ]);
  });

  it('600 findings are under 100 lines in the terminal, and all are there with --verbose', async () => {
    const short = await render('table', { command: 'inspect-fk', verdicts: many });
    expect(short.split('\n').length).toBeLessThan(100);
    expect(short).toContain('150 findings');
    expect(short).toContain('145 more: --verbose');
    expect(short).toContain('public.table_149.table_149_some_parent_id_fkey');
    expect(short).not.toContain('public.table_3.table_3_some_parent_id_fkey');
    expect(short).toContain('--remedies FILE.sql');
    const long = await render('table', { command: 'inspect-fk', verdicts: many }, true);
    expect(long).toContain('public.table_3.table_3_some_parent_id_fkey');
  });

  it.each(['table', 'markdown', 'junit', 'tap'] as const)(
    'the rows, the query and the choices stand in %s',
    async (format) => {
      const text = await render(format, {
        verdicts: [{ check: 'orphan-rows', status: 'found', reason: null, findings: [orphaned] }],
      });
      expect(text).toMatch(format === 'table' ? /│ 1 {2}│ null {6}│/ : /id 1, parent/);
      expect(text).toMatch(/from child as c/);
      expect(text).toContain('delete from child;');
    },
  );

  it('details of any shape are no details', () => {
    expect(detailLines(finding({ facts: { query: 7, samples: 'many' } }))).toEqual([]);
    expect(detailLines(finding())).toEqual([]);
  });

  it('the file of remedies has every statement once, in groups, and choices as comments', () => {
    const report = exampleReport({
      verdicts: [
        {
          check: 'unindexed-foreign-key',
          status: 'found',
          reason: null,
          findings: [finding(), finding({ subject: 'x\ny', remedy: finding().remedy })],
        },
        { check: 'orphan-rows', status: 'found', reason: null, findings: [orphaned] },
      ],
    });
    const [title, decision, statement, ...rest] = remediesFile(report).trimEnd().split('\n\n');
    expect(title).toMatch(/^-- qa verify-mute prod 2026.*\n-- Statements that say CONCURRENTLY/);
    expect(decision?.split('\n').every((line) => line.startsWith('-- '))).toBe(true);
    expect(decision).toContain('--   delete from child;');
    expect(statement).toBe('-- unindexed-foreign-key: public.a.b\n-- a comment\ncreate index on public.a.b;');
    expect(rest).toEqual([]);
  });
});
