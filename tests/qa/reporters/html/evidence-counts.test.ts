import { expect, it } from 'vitest';
import { exampleKey, exampleKeys } from '../../../../src/checks/foreign-keys/examples/keys.ts';
import { html } from '../../../../src/qa/reporters/html.ts';
import { seenBy } from '../../../../src/qa/reporters/html/evidence-counts.ts';
import { exampleReport } from '../../../support/example-report.ts';

const evidence = { keys: exampleKeys([exampleKey(), exampleKey({ name: 'other' })]) };

it('counts what a check had before it', () => {
  expect(seenBy('unenforced-constraint', { evidence })).toBe('1 schema, 2 keys');
  expect(seenBy('unenforced-constraint', { evidence: {} })).toBe('');
  expect(seenBy('no-such-check', { evidence })).toBe('');
  for (const none of [null, 'text', 7])
    expect(seenBy('unenforced-constraint', { evidence: { keys: none } })).toBe('keys');
});

it('tells it beside the title of a clear check, and keeps skipped and unknown apart', () => {
  const verdict = { reason: null, findings: [] };
  const page = html(
    exampleReport({
      evidence,
      exitCode: 0,
      verdicts: [
        { ...verdict, check: 'unenforced-constraint', status: 'clear' },
        { ...verdict, check: 'orphan-rows', status: 'skipped', reason: 'Not asked.' },
        { ...verdict, check: 'wrong-target', status: 'unknown', reason: 'Not allowed.' },
      ],
    }),
  );
  expect(page).toContain('<code>unenforced-constraint</code> 1 schema, 2 keys');
  const places = [
    'What stayed unknown',
    'Not allowed.',
    '1 check clear',
    '1 check skipped',
    'Not asked.',
  ].map((text) => page.indexOf(text));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
});
