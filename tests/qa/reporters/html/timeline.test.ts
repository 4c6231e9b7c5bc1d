import { expect, it } from 'vitest';
import {
  exampleAnswer,
  exampleFailure,
  exampleTraffic,
} from '../../../../src/checks/http/examples/exchanges.ts';
import type { Exchange } from '../../../../src/checks/http/index.ts';
import { timeline } from '../../../../src/qa/reporters/html/timeline.ts';
import { exampleReport } from '../../../support/example-report.ts';

const drawn = (...exchanges: readonly Exchange[]): string =>
  timeline(exampleReport({ evidence: exampleTraffic(...exchanges) })).source;
const at = (exchange: Exchange, startedMs: number, phases: Partial<Exchange['phases']> = {}): Exchange => ({
  ...exchange,
  startedMs,
  phases: { ...exchange.phases, ...phases },
});
const ok = exampleAnswer('/', 200, {});
const late = exampleFailure('/', { layer: 'timeout', code: null, message: 'It was late.' });

it('is nothing where nothing was asked', () => {
  expect(drawn()).toBe('');
  expect(timeline(exampleReport()).source).toBe('');
});

it.each<[Exchange, readonly [tone: string, outcome: string, phases: string], string | null]>([
  [
    ok,
    [
      'clear',
      '200',
      'name 1.0 ms · connection 1.0 ms · TLS 1.0 ms · waiting for the answer 5.0 ms · 192.0.2.1',
    ],
    null,
  ],
  [
    at({ ...exampleAnswer('/', 404, {}), remoteAddress: null }, 0, { dns: null, tcp: null, tls: null }),
    ['', '404', 'waiting for the answer 5.0 ms · body and rest 3.0 ms'],
    null,
  ],
  [at(exampleAnswer('/', 399, {}), 0, { tcp: 0.25 }), ['clear', '399', 'connection 0.3 ms · TLS'], null],
  [exampleAnswer('/', 400, {}), ['', '400', 'name'], null],
  [exampleAnswer('/', 499, {}), ['', '499', 'name'], null],
  [exampleAnswer('/', 500, {}), ['error', '500', 'name'], null],
  [
    at(late, 0, { firstByte: null, total: 20 }),
    ['error', 'timeout', 'name 1.0 ms · connection 1.0 ms · TLS 1.0 ms · without an answer 17.0 ms'],
    '<p class="failure">timeout: It was late.</p>',
  ],
  [
    exampleFailure('/', { layer: 'reset', code: 'ECONNRESET', message: 'It hung up.' }),
    ['error', 'reset', 'name'],
    '<p class="failure">reset (ECONNRESET): It hung up.</p>',
  ],
  [{ ...late, failure: null }, ['error', 'no answer', 'name'], null],
  [
    { ...ok, failure: { layer: 'reset', code: null, message: 'It ended early.' } },
    ['error', '200', 'name'],
    '<p class="failure">reset: It ended early.</p>',
  ],
])('a request has the tone of its outcome, and its phases in words: %#', (exchange, said, failure) => {
  const [tone, outcome, phases] = said;
  const row = drawn(exchange);
  expect(row).toContain(`<details class="exchange ${tone}"><summary>`);
  expect(row).toContain(`<span class="outcome">${outcome}</span>`);
  expect(row).toContain('<b>example</b> <code>GET /</code>');
  expect(row).toContain(phases);
  if (failure === null) expect(row).not.toContain('class="failure"');
  else expect(row).toContain(failure);
});

it.each<[readonly Exchange[], string]>([
  [[ok], '1 in 8 ms.'],
  [[at(ok, 100), at(ok, 150, { total: 20 })], '2 in 70 ms.'],
  [[at(ok, 0, { total: 9.94 })], '1 in 9.9 ms.'],
  [[at(ok, 0, { total: 10.4 })], '1 in 10 ms.'],
  [
    [ok, late, exampleAnswer('/', 500, {}), exampleAnswer('/', 499, {})],
    '4 in 8 ms, 2 without an answer or answered 5xx.',
  ],
])('the first sentence counts requests, time, and what went wrong: %#', (exchanges, summary) => {
  expect(drawn(...exchanges)).toContain(
    `<p class="quiet">${summary} Unfold one to see how to repeat it.</p>`,
  );
});

it('each phase is drawn where it began, as long as it took', () => {
  const bars = (source: string): readonly string[] =>
    [...source.matchAll(/<rect class="(\w+)" x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"/g)].map(
      ([, ...said]) => said.join(' '),
    );
  const two = drawn(at(ok, 100, { total: 10 }), at(late, 140, { dns: null, total: 10 }));
  expect(bars(two)).toEqual([
    'dns 0.00% 0 2.00% 12',
    'tcp 2.00% 0 2.00% 12',
    'tls 4.00% 0 2.00% 12',
    'wait 6.00% 0 10.00% 12',
    'rest 16.00% 0 4.00% 12',
    'tcp 80.00% 0 2.00% 12',
    'tls 82.00% 0 2.00% 12',
    'wait 84.00% 0 10.00% 12',
    'lost 94.00% 0 6.00% 12',
  ]);
  expect(two).toMatch(/aria-label="40 ms after the first,\s+10 ms long"/);
  expect(two).toContain('<span class="took">10 ms</span>');
  // Of more than four all are drawn in one picture, a line each.
  const five = drawn(...[0, 2, 4, 6, 8].map((startedMs) => at(ok, startedMs)));
  expect(five).toContain('<svg class="overview" height="15" role="img"\n  aria-label="5 in 16 ms.">');
  expect(
    bars(five)
      .slice(0, 20)
      .filter((bar) => bar.startsWith('dns')),
  ).toEqual(
    ['0.00% 0', '12.50% 3', '25.00% 6', '37.50% 9', '50.00% 12'].map((place) => `dns ${place} 6.25% 2.5`),
  );
  // Nothing is divided by no time at all.
  const none = { dns: null, tcp: null, tls: null, firstByte: 0, total: 0 };
  expect(bars(drawn(at(ok, 5, none)))).toEqual(['wait 0.00% 0 0.00% 12']);
});

const numbered = (count: number): readonly Exchange[] =>
  Array.from({ length: count }, (_, index) => ({ ...ok, step: `step ${index}` }));

it.each([
  [4, false, 4, ''],
  [5, true, 5, ''],
  [600, true, 600, ''],
  [601, true, 600, ' Shown are the first and the last 300; the JSON report (--format json) has all.'],
])('of %i requests: folded %s, %i rows', (count, isFolded, rows, omitted) => {
  const source = drawn(...numbered(count));
  expect(source.includes(`<summary>Each of the ${count}</summary>`)).toBe(isFolded);
  const steps = [...source.matchAll(/<b>step (\d+)<\/b>/g)].map(([, step]) => Number(step));
  const all = Array.from({ length: count }, (_, index) => index);
  expect(steps).toEqual(all.filter((index) => index < rows / 2 || index >= count - rows / 2));
  expect(source).toContain(`Unfold one to see how to repeat it.${omitted}</p>`);
});
