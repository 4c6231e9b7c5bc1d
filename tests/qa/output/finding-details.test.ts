import { expect, it } from 'vitest';
import type { Finding } from '../../../src/checks/finding.ts';
import { detailLines, detailsOf, gridPlaceFor } from '../../../src/qa/output/finding-details.ts';
import { found } from '../../checks/causes/verdicts.ts';

const findingOf = (facts: Finding['facts']): Finding => {
  const [finding] = found('orphaned-rows', { facts }).findings;
  if (finding === undefined) throw new Error('none');
  return finding;
};
const nothing = { query: null, samples: [], choices: [] };
const choices = [
  { what: 'Delete them.', sql: ['delete 1;', 'delete 2;'] },
  { what: 'Keep them.', sql: [] },
];

it.each<[string, Finding['facts'], ReturnType<typeof detailsOf>, string[]]>([
  ['nothing', {}, nothing, []],
  ['other facts', { value: 'a' }, nothing, []],
  ['a query of another kind', { query: 7, choices }, nothing, []],
  ['a query', { query: 'select 1;' }, { ...nothing, query: 'select 1;' }, ['to see them:', 'select 1;']],
  ['no query', { query: null }, nothing, []],
  [
    'rows',
    { samples: [{ id: '1', parent: null }, { id: '2' }] },
    { ...nothing, samples: ['id 1, parent null', 'id 2'] },
    ['for example: id 1, parent null', 'for example: id 2'],
  ],
  [
    'choices',
    { choices },
    { ...nothing, choices },
    ['choose one of these:', '1) Delete them.', 'delete 1;', 'delete 2;', '2) Keep them.'],
  ],
  [
    'all of it',
    { choices, query: 'q;', samples: [{ id: '1' }] },
    { choices, query: 'q;', samples: ['id 1'] },
    [
      'for example: id 1',
      'to see them:',
      'q;',
      'choose one of these:',
      '1) Delete them.',
      'delete 1;',
      'delete 2;',
      '2) Keep them.',
    ],
  ],
])('a finding shows %s', (_, facts, details, lines) => {
  expect(detailsOf(findingOf(facts))).toEqual(details);
  expect(detailLines(findingOf(facts))).toEqual(lines);
});

it('rows stand side by side where there is room, each under the columns of all', async () => {
  const finding = findingOf({ query: 'q;', samples: [{ id: '1' }, { id: '2', parent: '7' }] });
  const place = await gridPlaceFor([findingOf({}), finding], 80);
  expect(place?.columns).toBe(80);
  expect(detailLines(finding, place)).toEqual([
    '┌────┬────────┐',
    '│ id │ parent │',
    '├────┼────────┤',
    '│ 1  │ null   │',
    '│ 2  │ 7      │',
    '└────┴────────┘',
    'to see them:',
    'q;',
  ]);
  expect(detailLines(finding, await gridPlaceFor([finding], 10))).toEqual([
    'for example: id 1',
    'for example: id 2, parent 7',
    'to see them:',
    'q;',
  ]);
  // Of this finding there are no rows, and nothing is drawn in their place.
  expect(detailLines(findingOf({ query: 'q;' }), place)).toEqual(['to see them:', 'q;']);
});

it.each<[string, Finding[]]>([
  ['no finding', []],
  ['findings without rows', [findingOf({}), findingOf({ samples: [] }), findingOf({ samples: 'x' })]],
])('%s need no place for rows', async (_, findings) => {
  expect(await gridPlaceFor(findings, 80)).toBeNull();
});
