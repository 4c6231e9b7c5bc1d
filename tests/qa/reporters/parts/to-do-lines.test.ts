import { expect, it } from 'vitest';
import type { Finding, Remedy } from '../../../../src/checks/finding.ts';
import { next } from '../../../../src/qa/reporters/parts/to-do-lines.ts';
import type { ReportStyle } from '../../../../src/qa/reporters/reporter.ts';
import { found } from '../../../checks/causes/verdicts.ts';

const style = { columns: 80, colour: false, verbose: false, showCurl: false };
const finding = (remedy: Partial<Remedy>, subject = 's'): Finding[] =>
  found('a', { subject, remedy: { advice: '', sql: [], command: null, ...remedy } }).findings;
/** That many findings of so many lines each, with the heading and the empty line above it. */
const many = (count: number, lines: number): Finding[] =>
  Array.from({ length: count }, (_, at) =>
    finding({ sql: Array.from({ length: lines - 2 }, (__, line) => `select ${at}, ${line};`) }, `s${at}`),
  ).flat();

it.each<[string, readonly Finding[], Partial<ReportStyle>, readonly string[]]>([
  ['nothing', finding({}), {}, []],
  ['no request that is repeated', finding({ command: 'curl -i http://h' }), {}, []],
  ['a command', finding({ command: 'qa recover' }), {}, ['\n# a: s\nqa recover']],
  [
    'statements, then the command',
    finding({ sql: ['select 1;', 'select 2;'], command: 'qa recover' }),
    {},
    ['\n-- a: s\nselect 1;\nselect 2;\nqa recover'],
  ],
  [
    'each line once',
    [
      ...finding({ sql: ['select 1;'] }),
      ...finding({ sql: ['select 1;', 'select 2;'] }, 't'),
      ...finding({ sql: ['select 1;'] }),
    ],
    {},
    ['\n-- a: s\nselect 1;', '\n-- a: t\nselect 2;'],
  ],
  [
    'no statements that are in a file',
    finding({ sql: ['select 1;'], command: 'qa recover' }),
    { remedies: 'all.sql' },
    ['\n# a: s\nqa recover', '', 'The SQL is in all.sql, to be read, and run with psql -f.'],
  ],
  ['no file that would be empty', finding({ command: 'qa b' }), { remedies: 'all.sql' }, ['\n# a: s\nqa b']],
])('of what to paste it shows %s', (_, findings, changes, lines) => {
  expect(next('inspect-fk', findings, { ...style, ...changes })).toEqual(lines);
});

it.each([
  ['sixty lines of few findings', 20, 3, 20],
  ['no more', 20, 4, 15],
  ['of more findings twenty lines', 21, 4, 5],
  ['the first block, whatever its length', 2, 70, 1],
])('shows %s', (_, count, lines, blocks) => {
  const shown = next('inspect-fk', many(count, lines), style);
  expect(shown.filter((line) => line.startsWith('\n-- a'))).toHaveLength(blocks);
  expect(shown.slice(blocks)).toEqual(
    count === blocks
      ? []
      : ['', `${count - blocks} more to paste: --verbose, or --remedies FILE.sql for all SQL in one file.`],
  );
  expect(next('inspect-locks', many(count, lines), style).slice(blocks + 1)).toEqual(
    count === blocks ? [] : [`${count - blocks} more to paste: --verbose.`],
  );
  expect(next('inspect-fk', many(count, lines), { ...style, verbose: true })).toHaveLength(count);
});
