import { expect, it } from 'vitest';
import type { Severity, Verdict } from '../../../../src/checks/finding.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { inOneLine, verdict } from '../../../../src/qa/reporters/html/verdict.ts';
import { exampleReport } from '../../../support/example-report.ts';

const [, example] = exampleReport().verdicts;
const found = (...severities: readonly Severity[]): Verdict => ({
  ...example!,
  findings: severities.map((severity) => ({ ...example!.findings[0]!, severity, message: 'It is so.' })),
});
const clear: Verdict = { check: 'lost-mute', status: 'clear', reason: null, findings: [] };
const head = (changes: Partial<Report>): string => verdict(exampleReport(changes)).source;

it.each<[string, number, readonly Verdict[]]>([
  ['clear', 0, [clear]],
  ['info', 0, [found('info')]],
  ['warning', 0, [found('info', 'warning')]],
  ['error', 1, [found('warning', 'error')]],
  ['warning', 1, [found('warning')]],
  ['error', 2, []],
  ['unknown', 3, [found('error')]],
  ['error', 4, []],
  ['error', 5, []],
  ['error', 129, []],
  ['unknown', 130, [found('error')]],
  ['unknown', 143, []],
])('opens in the colour %s where a run ended with %i', (tone, exitCode, verdicts) => {
  expect(head({ exitCode, verdicts: [...verdicts] })).toContain(`<header class="verdict ${tone}">`);
});

it.each<[readonly Verdict[], readonly string[]]>([
  [[], ['of 0 checks']],
  [[clear], ['1 clear', 'of 1 check']],
  [
    [clear, clear, found('error', 'error', 'info')],
    ['error: 2 errors', 'info: 1 info', '2 clear', 'of 3 checks'],
  ],
  [
    [
      { ...clear, status: 'skipped', reason: 'No.' },
      { ...clear, status: 'unknown', reason: 'No.' },
      found('warning'),
    ],
    ['warning: 1 warning', '1 unknown', '1 skipped', 'of 3 checks'],
  ],
])('counts findings by severity, then checks by what they say: %#', (verdicts, counts) => {
  const [, list = ''] = /<ul class="counts">([^]*?)<\/ul>/.exec(head({ verdicts: [...verdicts] })) ?? [];
  const items = [...list.matchAll(/<li(?: class="(\w*)")?>([^]*?)<\/li>/g)].map(([, kind, text = '']) => {
    const said = text.replace(/<[^>]*>/g, '').trim();
    return kind === undefined || (said.endsWith(kind) && /unknown|skipped|clear/.test(kind))
      ? said
      : `${kind}: ${said}`;
  });
  expect(items).toEqual(counts);
});

it.each([
  [9_999, '9999 ms'],
  [10_000, '10 s'],
  [61_600, '62 s'],
])('%i ms are told as %s', (durationMs, took) => {
  expect(head({ durationMs })).toContain(`<dt>Took</dt><dd>${took}; exit code 1</dd>`);
});

it('says what was looked at, when, and what was left out', () => {
  const scope = { server: 'PostgreSQL 18', role: 'web', schemas: [], tables: null, keys: null, rows: null };
  const leftOut = [{ what: 'audit', reason: 'not allowed' }];
  const facts = (source: string): readonly string[] =>
    [...source.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, term, said]) => `${term}: ${said}`);
  const target = { name: 'local', baseUrl: null, database: 'h:5432/d' };
  expect(facts(head({ target, scope: { ...scope, requests: 3, leftOut } }))).toEqual([
    'Database: h:5432/d',
    'Looked at: PostgreSQL 18 as web: 3 requests',
    'Left out: not allowed: audit.',
    'Begun: 2026-01-26 09:00:00 UTC',
    'Took: 412 ms; exit code 1',
  ]);
  const nothing = { ...scope, server: null, role: null, requests: null, leftOut };
  expect(facts(head({ scope: nothing }))).toContain('Left out: not allowed: audit.');
  expect(head({ target })).toContain('<p class="made">qa verify-mute · target local</p>');
  expect(head({ target: { ...target, assumed: true } })).toContain('<p class="made">qa verify-mute</p>');
});

it.each([
  [90, false],
  [91, true],
])('a headline of %i letters is set smaller: %s', (letters, isLong) => {
  const message = 'x'.repeat(letters);
  const verdicts = [{ ...example!, findings: [{ ...example!.findings[0]!, message }] }];
  expect(head({ verdicts }).includes('<h1 class="long">')).toBe(isLong);
});

it.each([
  ['short', 10, 'short'],
  ['first\nsecond', 10, 'first'],
  ['1234567890', 10, '1234567890'],
  ['12345678901', 10, '123456789…'],
  ['123456 8901', 10, '123456…'],
  ['12345 78901', 10, '12345 789…'],
  ['🙂🙂🙂🙂', 3, '🙂🙂…'],
  ['', 10, ''],
])('%j in %i letters is %j', (text, most, line) => {
  expect(inOneLine(text, most)).toBe(line);
});
