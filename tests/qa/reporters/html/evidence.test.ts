import { expect, it } from 'vitest';
import { evidence } from '../../../../src/qa/reporters/html/evidence.ts';
import { exampleReport } from '../../../support/example-report.ts';

const shown = (...values: readonly unknown[]): string =>
  evidence(exampleReport({ evidence: Object.fromEntries(values.map((value, at) => [`p${at}`, value])) }))
    .source;

it.each<[unknown, string, string, boolean]>([
  [{ a: 1 }, '12 letters', '{\n  &quot;a&quot;: 1\n}', false],
  [undefined, '0 letters', '', false],
  ['x'.repeat(997), '999 letters', `&quot;${'x'.repeat(997)}&quot;`, false],
  ['x'.repeat(998), '1 thousand letters', `&quot;${'x'.repeat(998)}&quot;`, false],
  ['x'.repeat(1_498), '2 thousand letters', `&quot;${'x'.repeat(1_498)}&quot;`, false],
  ['x'.repeat(199_998), '200 thousand letters', `&quot;${'x'.repeat(199_998)}&quot;`, false],
  ['x'.repeat(199_999), '200 thousand letters', `&quot;${'x'.repeat(199_999)}`, true],
])(
  'what a probe saw is told with its size, as far as it can be read: case %#',
  (value, size, text, isCut) => {
    const source = shown(value);
    expect(source).toContain('<summary>What the probes saw (1)</summary>');
    expect(source).toContain(`<summary><code>p0</code> <span class="quiet">${size}</span></summary>`);
    expect(source.includes(`<pre>${text}</pre>`)).toBe(true);
    expect(source.includes('<p class="quiet">The rest is in the JSON report (--format json).</p>')).toBe(
      isCut,
    );
  },
);

it('is nothing where none saw anything', () => {
  expect(shown()).toBe('');
  expect(shown(1, 2)).toContain('What the probes saw (2)');
});
