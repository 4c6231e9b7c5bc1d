import { stripVTControlCharacters } from 'node:util';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { describe, expect, it } from 'vitest';
import type { Finding, Verdict } from '../../../src/checks/finding.ts';
import {
  exampleAnswer,
  exampleFailure,
  exampleTraffic,
} from '../../../src/checks/http/examples/exchanges.ts';
import { spansOf } from '../../../src/qa/output/otlp/spans.ts';
import { junit } from '../../../src/qa/reporters/junit.ts';
import { prometheus } from '../../../src/qa/reporters/prometheus.ts';
import { sarif } from '../../../src/qa/reporters/sarif.ts';
import { table } from '../../../src/qa/reporters/table.ts';
import { exampleReport } from '../../support/example-report.ts';

const plain = { columns: 80, colour: false, verbose: false, showCurl: false };
const [, lost] = exampleReport().verdicts;
const [example] = lost?.findings ?? [];
if (lost === undefined || example === undefined) throw new Error('the example report holds no finding');

const found = (...findings: Partial<Finding>[]): Verdict => ({
  ...lost,
  findings: findings.map((changes) => ({
    ...example,
    ...changes,
    fingerprint: `${changes.code ?? example.code}:${changes.subject ?? example.subject}`,
  })),
});
const unknown = (check: string, reason: string): Verdict => ({
  check,
  status: 'unknown',
  reason,
  findings: [],
});
const clear = (check: string): Verdict => ({ check, status: 'clear', reason: null, findings: [] });

it('begins and ends with the verdict', async () => {
  const text = await table(
    exampleReport({ verdicts: [clear('a'), found({ message: 'The mute of theme is lost.' })] }),
    plain,
  );
  const lines = text.split('\n');
  expect(lines[0]).toBe('✖ The mute of theme is lost.');
  expect(lines.at(-2)).toBe('✖ The mute of theme is lost: 1 error, 1 clear in 412 ms (exit 1)');
});

it('is undecided where something stayed open, whatever warning stands beside it', async () => {
  const verdicts = [
    found({ severity: 'warning', message: 'A limit is missing.' }),
    unknown('slow-response', 'Nothing was answered.'),
  ];
  const lines = (await table(exampleReport({ exitCode: 3, verdicts }), plain)).split('\n');
  expect(lines[0]).toBe('✖ Undecided: Nothing was answered.');
  expect(lines.at(-2)).toBe('✖ Undecided: 1 warning, 1 unknown, 0 clear in 412 ms (exit 3)');
});

it('says a clear run with what it proved', async () => {
  const scope = { server: null, role: null, schemas: [], tables: 3, keys: 4, rows: 12_000, requests: null };
  const text = await table(
    exampleReport({ verdicts: [clear('a')], scope: { ...scope, leftOut: [] }, exitCode: 0 }),
    plain,
  );
  const proved = 'All clear: 4 keys on 3 tables, 0 orphans counted of 12 thousand rows';
  expect(text.split('\n')[0]).toBe(`✔ ${proved}`);
  expect(text).toMatch(/\n✔ All clear: 4 keys .+\(exit 0\)\n$/s);
});

it('prints the statements that cure a named cause, where no command of ours does', async () => {
  const report = (...doNow: string[]) =>
    exampleReport({
      command: 'inspect-sessions',
      verdicts: [found({ code: 'role-timeout', subject: 'statement_timeout' })],
      diagnosis: {
        status: 'caused',
        cause: 'role-timeout-kills-migration',
        hypotheses: [
          {
            cause: 'role-timeout-kills-migration',
            title: 'A setting ends migrations',
            status: 'confirmed',
            because: ['It is 5 s.'],
            wouldDecide: [],
            explains: ['role-timeout:statement_timeout'],
            advice: 'Give the migration a role of its own.',
            doNow,
          },
        ],
      },
    });
  expect(await table(report(), plain)).toContain('\n-- role-timeout: statement_timeout\nselect 1;\n');
  expect(await table(report('qa repair-fk a'), plain)).not.toContain('select 1;');
});

describe.each([40, 60, 80, 200])('on %d columns', (columns) => {
  const long = 'The key public.mutes.mutes_theme_id_fkey_of_the_first_release references the wrong table, ';
  const report = exampleReport({
    verdicts: [
      found(
        { subject: 'public.mutes.mutes_theme_id_fkey_of_the_first_release', message: long.repeat(4) },
        { subject: 'journal' },
      ),
      unknown('slow-response', 'nothing was answered '.repeat(12).trim()),
    ],
  });
  const shown = table(report, { ...plain, columns });

  it('no prose is wider than the terminal, or than 80', async () => {
    const text = await shown;
    for (const line of text.split('\n')) {
      // A name stands whole, on a line of its own where it must; so does what is there to be pasted.
      if (line.trim().includes(' ') && !line.startsWith('--'))
        expect(line.length).toBeLessThanOrEqual(Math.min(columns, 80));
    }
  });

  it('names are whole', async () => {
    const text = await shown;
    const words = text.split(/\s+/);
    expect(words).toContain('public.mutes.mutes_theme_id_fkey_of_the_first_release');
    expect(text).not.toMatch(/[│┌]/);
  });
});

it('tells one sentence once, with all its subjects', async () => {
  const message = 'canceling statement due to lock timeout';
  const text = await table(
    exampleReport({
      verdicts: [found(...['theme', 'journal', 'source', 'author'].map((subject) => ({ subject, message })))],
    }),
    plain,
  );
  expect(text).toContain(`  theme, journal, source, author: ${message}\n`);
  // In the verdict at both ends, and once as a finding.
  expect(text.split(message)).toHaveLength(4);
});

it('tells a sentence that differs in the subject alone once', async () => {
  const text = await table(
    exampleReport({
      verdicts: [
        found(
          ...['a', 'b', 'c'].map((name) => ({
            subject: `t_${name}`,
            message: `The table t_${name} is open.`,
          })),
        ),
      ],
    }),
    plain,
  );
  expect(text).toContain('  The table t_a is open. The same: t_b, t_c.\n');
});

it('quotes one driver once, whatever stands around it', async () => {
  const text = await table(
    exampleReport({
      verdicts: [
        found({ message: 'No HTTP answer from http://a (tcp): connect ECONNREFUSED 127.0.0.1:1.' }),
        ...['a', 'b', 'c'].map((code) =>
          unknown(code, 'the API was not reached: tcp, connect ECONNREFUSED 127.0.0.1:1'),
        ),
        ...['d', 'e'].map((code) =>
          unknown(code, 'the API was not reached: tcp: connect ECONNREFUSED 127.0.0.1:1'),
        ),
      ],
    }),
    plain,
  );
  expect(text).toContain('? 5 checks not run: the API was not reached\n');
  // In the verdict and where it is found.
  expect(text.split('ECONNREFUSED')).toHaveLength(3);
});

it('an unreachable database is told in three lines', async () => {
  const reason = 'could not connect to 127.0.0.1:1/x: connect ECONNREFUSED 127.0.0.1:1';
  const verdicts = Array.from({ length: 20 }, (_, index) => unknown(`check-${index}`, reason));
  expect(await table(exampleReport({ verdicts, exitCode: 3 }), plain)).toBe(
    `✖ could not connect to 127.0.0.1:1/x: connect ECONNREFUSED 127.0.0.1:1
→ Nothing accepts connections there: check host and port, and whether it runs.
✖ 20 checks not run, in 412 ms (exit 3)
`,
  );
});

it('says prod only of what someone called so', async () => {
  const target = { name: 'prod', baseUrl: 'http://127.0.0.1:9', database: null };
  const named = await table(exampleReport({ target }), plain);
  const assumed = await table(exampleReport({ target: { ...target, assumed: true } }), plain);
  expect(named).toContain('\nqa verify-mute · prod · http://127.0.0.1:9\n');
  expect(assumed).toContain('\nqa verify-mute · http://127.0.0.1:9\n');
});

it.each([
  ['https://api.example.com', 'db.example.com:5432/app', 'api.example.com'],
  ['http://127.0.0.1:9', null, '127.0.0.1:9'],
  [null, 'db.example.com:5432/app', 'db.example.com:5432/app'],
])('where nobody named a target its address tells series apart: %s, %s', (baseUrl, database, key) => {
  const report = exampleReport({ target: { name: 'prod', baseUrl, database, assumed: true } });
  const resource = resourceFromAttributes({});
  expect(prometheus(report)).toContain(`probe_success{command="verify-mute",target="${key}"} 0`);
  expect(junit(report)).toContain(`<property name="target" value="${key}"/>`);
  expect(sarif(report)).toContain(`"id": "facteur-qa/verify-mute/${key}/"`);
  expect(spansOf(report, resource)[0]?.attributes['qa.target']).toBe(key);
  for (const text of [prometheus(report), junit(report), sarif(report)]) expect(text).not.toMatch(/\bprod\b/);
});

it('colours and links add nothing but themselves', async () => {
  const style = { ...plain, colour: true, links: 'file:///docs/checks.md' };
  const text = await table(exampleReport(), style);
  expect(text).toContain('\u001b]8;;file:///docs/checks.md#lost-mute\u001b\\lost-mute\u001b]8;;\u001b\\');
  expect(text).toContain('\u001b[31m');
  expect(stripVTControlCharacters(text)).toBe(await table(exampleReport(), plain));
});

it('takes ASCII alone where that is wanted', async () => {
  const text = await table(exampleReport(), { ...plain, ascii: true });
  expect(text).toMatch(/^[\n\u0020-\u007e]+$/);
  expect(text).toMatch(/^x The mute/);
  expect(text).toContain('  -> Compare the transaction with the row.');
});

it('tells what it could not judge beside what it points at, and how to undo what is left', async () => {
  const pointed = {
    cause: 'stale-reads',
    title: 'Reads are behind',
    status: 'possible' as const,
    because: ['One read was.'],
    wouldDecide: ['qa verify-mute'],
    explains: [],
    advice: '',
    doNow: [],
  };
  const diagnosis = { status: 'inconclusive' as const, cause: null, hypotheses: [pointed] };
  const diagnose = (changes: Parameters<typeof exampleReport>[0]) =>
    table(exampleReport({ command: 'diagnose', diagnosis, ...changes }), plain);
  const cleanup = { status: 'incomplete', undo: ['qa recover'] } as const;
  const verdicts = [found({ message: 'word '.repeat(100).trim() }), unknown('a', 'why')];
  const text = await diagnose({ verdicts, exitCode: 5, cleanup: { ...cleanup, undo: [...cleanup.undo] } });
  expect(text).toContain('\n? 1 check was not judged (--verbose tells why)\n');
  expect(text).toContain('\nSomething of ours is left. To undo it:\nqa recover\n');
  const long = (await diagnose({ verdicts })).split('\n');
  expect(long.slice(0, 4).map((line) => line.slice(-6))).toEqual([
    'd word',
    'd word',
    'word …',
    expect.any(String),
  ]);
  expect(long[3]).toMatch(/^qa diagnose/);
  const two = await diagnose({ verdicts: [...verdicts, unknown('b', 'why')] });
  expect(two).toContain('\n? 2 checks were not judged (--verbose tells why)\n');
  expect(await diagnose({ verdicts: [found({})] })).not.toContain('not judged');
});

it('statements that were asked for in a file are told by its name alone', async () => {
  const text = await table(exampleReport(), { ...plain, remedies: 'fix.sql' });
  expect(text).toContain('\nThe SQL is in fix.sql, to be read, and run with psql -f.\n');
  expect(text).not.toContain('select 1;');
  const nothing = exampleReport({ verdicts: [found({ remedy: { advice: 'a', sql: [], command: null } })] });
  expect(await table(nothing, { ...plain, remedies: 'fix.sql' })).not.toContain('fix.sql');
});

it('a run that saw nothing is told in three lines only where it has a reason that can be cured', async () => {
  const one = await table(
    exampleReport({ verdicts: [unknown('a', 'connect ECONNREFUSED 127.0.0.1:1')], exitCode: 3 }),
    plain,
  );
  expect(one).toContain('✖ 1 check not run, in 412 ms (exit 3)\n');
  const without = exampleReport({ verdicts: [unknown('a', 'it is not known why')], exitCode: 3 });
  expect(await table(without, plain)).toContain('qa verify-mute · prod');
});

it('a failing request is told with what came instead of an answer', async () => {
  const { traffic } = exampleTraffic(
    exampleAnswer('/fine', 200, {}),
    exampleAnswer('/odd', 404, {}),
    exampleFailure('/gone', { layer: 'reset', code: 'ECONNRESET', message: 'it was reset' }),
  );
  const text = await table(exampleReport({ evidence: { traffic } }), { ...plain, showCurl: true });
  expect([...text.matchAll(/^# .*: (404|reset|200|no answer)$/gm)].map(([, how]) => how)).toEqual([
    '404',
    'reset',
  ]);
});
