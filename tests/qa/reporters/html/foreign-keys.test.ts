import { expect, it } from 'vitest';
import { exampleKey, exampleKeys } from '../../../../src/checks/foreign-keys/examples/keys.ts';
import type { Finding } from '../../../../src/checks/finding.ts';
import { foreignKeys } from '../../../../src/qa/reporters/html/foreign-keys.ts';
import { found } from '../../../checks/causes/verdicts.ts';
import { exampleReport } from '../../../support/example-report.ts';

const keyed = (count: number) => Array.from({ length: count }, (_, at) => exampleKey({ name: `key${at}` }));
const flagged = (count: number, changes: Partial<Finding> = {}) =>
  Array.from({ length: count }, (_, at) =>
    found('orphan-rows', { subject: `public.orders.key${at}`, ...changes }),
  );
const missing = found('missing-foreign-key', {
  facts: {
    table: 'public.a',
    columns: ['b_id'],
    references: { table: 'public.b', columns: ['id'] },
    absent: [],
  },
});
const line = (at: string): string =>
  `<li class="${at}">public.orders: customer_id → id of public.customers\n` +
  '<span class="quiet">orphan-rows</span></li>';

it.each<[string, ReturnType<typeof keyed>, ReturnType<typeof flagged>, number, boolean, readonly string[]]>([
  ['no key', [], [], 0, false, []],
  [
    'a sound key',
    keyed(1),
    [],
    0,
    false,
    [
      '<h2>Foreign keys</h2>\n<p class="quiet">1 foreign key between 2 tables, 0 with findings. Each arrow ',
      '<div class="picture wide" role="group" tabindex="0" aria-label="Foreign keys">\n<svg',
      '</div>\n\n</section>',
    ],
  ],
  [
    'an error in words',
    keyed(1),
    flagged(1),
    0,
    true,
    [`<ul class="legend lines told">${line('error')}</ul>`],
  ],
  ['a warning in words', keyed(1), flagged(1, { severity: 'warning' }), 0, true, [line('warning')]],
  ['six in words', keyed(6), flagged(6), 0, true, [line('error').repeat(6)]],
  [
    'of seven what colours mean',
    keyed(7),
    flagged(7),
    0,
    true,
    ['<li class="expected">expected</li><li>nothing found'],
  ],
  [
    'what is expected',
    [],
    [missing],
    0,
    true,
    ['<li class="expected">public.a: b_id → id of public.b\n<span class="quiet">expected</span></li>'],
  ],
  [
    'only how many, where none was worth drawing',
    [],
    [],
    7,
    false,
    [
      '<p class="quiet">0 foreign keys between 0 tables, 0 with findings; 7 more are not drawn.</p>' +
        '\n\n\n</section>',
    ],
  ],
])('of keys it shows %s', (_, keys, verdicts, healthyKeys, isTroubled, present) => {
  const evidence = { keys: exampleKeys(keys, [], { healthyKeys }) };
  const drawn = foreignKeys(exampleReport({ evidence, verdicts }));
  expect(drawn.isTroubled).toBe(isTroubled);
  if (present.length === 0) expect(drawn.section.source).toBe('');
  for (const text of present) expect(drawn.section.source).toContain(text);
});

it('is nothing where nobody looked at keys', () => {
  expect(foreignKeys(exampleReport())).toEqual({ section: { source: '' }, isTroubled: false });
});
