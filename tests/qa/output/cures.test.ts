import { expect, it } from 'vitest';
import type { Finding } from '../../../src/checks/finding.ts';
import { curesOf } from '../../../src/qa/output/cures.ts';
import { found } from '../../checks/causes/verdicts.ts';

const curable = (code: string, sql: string[], changes: Partial<Finding> = {}) =>
  found(code, { remedy: { advice: '', sql, command: null }, ...changes });

it.each([
  [
    'what the worst finding needs, and not what follows from it',
    [],
    [curable('b', ['two;'], { severity: 'warning' }), curable('a', ['one;'])],
    ['one;'],
  ],
  [
    'each statement of several findings of a kind once',
    [],
    [curable('a', ['one;']), curable('a', ['one;', 'two;'], { subject: 'y' })],
    ['one;', 'two;'],
  ],
  ['nothing where a command of ours does it', ['qa repair-fk k'], [curable('a', ['one;'])], []],
  ['nothing of what the cause does not explain', [], [curable('c', ['one;'])], []],
  ['three statements', [], [curable('a', ['1;', '2;', '3;'])], ['1;', '2;', '3;']],
  ['nothing where there are more than three', [], [curable('a', ['1;', '2;', '3;', '4;'])], []],
  ['a statement of a line', [], [curable('a', ['x'.repeat(100)])], ['x'.repeat(100)]],
  ['nothing that is longer', [], [curable('a', ['x'.repeat(101)])], []],
  ['nothing of several lines', [], [curable('a', ['begin;\ncommit;'])], []],
  ['nothing where nothing cures it', [], [curable('a', [])], []],
])('a summary offers %s', (_, doNow, verdicts, cures) => {
  const explains = ['a:subject', 'a:y', 'b:subject'];
  const cause = {
    cause: 'x',
    status: 'confirmed' as const,
    title: '',
    because: [],
    wouldDecide: [],
    advice: '',
  };
  expect(curesOf({ ...cause, doNow, explains }, { verdicts })).toEqual(cures);
});
