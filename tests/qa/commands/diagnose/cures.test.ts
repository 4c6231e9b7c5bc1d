import { expect, it } from 'vitest';
import type { Diagnosis, Hypothesis } from '../../../../src/checks/report.ts';
import { withCures } from '../../../../src/qa/commands/diagnose/cures.ts';
import { found } from '../../../checks/causes/verdicts.ts';

const hypothesis = (changes: Partial<Hypothesis>): Hypothesis => ({
  cause: 'role-timeout-kills-migration',
  status: 'confirmed',
  title: '',
  because: [],
  wouldDecide: [],
  explains: ['role-timeout:subject'],
  advice: '',
  doNow: [],
  ...changes,
});
const sql = { advice: '', sql: ['alter role api reset statement_timeout;'], command: null };
const looks = [
  { command: 'inspect-fk', verdicts: [found('wrong-target')] },
  { command: 'inspect-sessions', verdicts: [found('role-timeout', { remedy: sql })] },
];
const doNow = (changes: Partial<Hypothesis>, from = looks) => {
  const diagnosis: Diagnosis = { status: 'caused', cause: null, hypotheses: [hypothesis(changes)] };
  return withCures(diagnosis, from).hypotheses[0]?.doNow;
};

it.each<[string, Partial<Hypothesis>, string[]]>([
  ['is the look that has the statements', {}, ['qa inspect-sessions']],
  ['is what the cause says itself, where it does', { doNow: ['qa repair-fk a'] }, ['qa repair-fk a']],
  ['is nothing for a cause that is only possible', { status: 'possible' }, []],
  ['is nothing where no statement is known', { explains: ['wrong-target:subject'] }, []],
])('what to do now %s', (_, changes, expected) => {
  expect(doNow(changes)).toEqual(expected);
});
