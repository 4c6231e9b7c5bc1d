import { expect, it } from 'vitest';
import type { Finding, Verdict } from '../../../src/checks/finding.ts';
import { remediesFile } from '../../../src/qa/output/remedies-file.ts';
import { clear, found } from '../../checks/causes/verdicts.ts';

const at = { command: 'inspect-fk', startedAt: '2026-01-26T09:00:00.000Z' };
const target = { name: 'prod', baseUrl: 'https://a', database: 'h:5432/d' };
const concurrently = '-- Statements that say CONCURRENTLY run outside a transaction: psql without -1.\n';
const curable = (code: string, sql: string[], changes: Partial<Finding> = {}) =>
  found(code, { remedy: { advice: '', sql, command: null }, ...changes });

it.each<[string, Verdict[], string[]]>([
  ['nothing where nothing is found', [clear('a')], []],
  ['nothing of what no statement cures', [found('a')], []],
  ['a statement below what it cures', [curable('a', ['one;'])], ['-- a: subject\none;']],
  [
    'each statement once, and no head without any',
    [curable('a', ['one;']), curable('b', ['one;']), curable('c', ['one;', 'two;'])],
    ['-- a: subject\none;', '-- c: subject\ntwo;'],
  ],
  [
    'a decision as a comment, above what is no decision',
    [curable('a', ['one;'], { facts: { choices: [{ what: 'Delete.', sql: ['x;\ny;'] }] } })],
    ['-- a: subject\n--   Delete.\n--   x;\n-- y;\none;'],
  ],
  [
    'a decision of one line beside one statement',
    [curable('a', ['one;'], { facts: { choices: [{ what: 'Delete.', sql: [] }] } })],
    ['-- a: subject\n--   Delete.\none;'],
  ],
  [
    'a decision alone',
    [curable('a', [], { facts: { choices: [{ what: 'Delete.', sql: [] }] } })],
    ['-- a: subject\n--   Delete.'],
  ],
  [
    'no line of a name outside its comment',
    [curable('a', ['one;'], { subject: 'b\nc\rd\r\ne\u2028f\u2029g\u0085h' })],
    ['-- a: b\n-- c\n-- d\n-- e\n-- f\n-- g\n-- h\none;'],
  ],
])('the file of statements holds %s', (_, verdicts, blocks) => {
  const title = `-- qa inspect-fk h:5432/d ${at.startedAt}\n${concurrently}`;
  expect(remediesFile({ ...at, target, verdicts })).toBe(
    [title, ...blocks.map((block) => `${block}\n`)].join('\n'),
  );
});

it('names the target where no database is known', () => {
  const text = remediesFile({ ...at, target: { ...target, database: null }, verdicts: [] });
  expect(text).toBe(`-- qa inspect-fk prod ${at.startedAt}\n${concurrently}`);
});
