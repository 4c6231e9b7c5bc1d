import { expect, it } from 'vitest';
import type { CarryOver } from '../../../../src/checks/sessions/index.ts';
import { cleanupOf } from '../../../../src/qa/commands/inspect-sessions/cleanup.ts';

const left: CarryOver = {
  notTried: null,
  failed: null,
  setting: 'facteur_qa.mark',
  backend: 4711,
  settingSeen: true,
  statementSeen: null,
  statementLost: null,
  undone: false,
};

it.each<[string, CarryOver | null, string, string[]]>([
  ['nobody looked', null, 'not-needed', []],
  ['no setting was made', { ...left, setting: null }, 'not-needed', []],
  ['the setting is gone', { ...left, undone: true }, 'complete', []],
  [
    'the setting may still be there',
    left,
    'incomplete',
    ['select pg_terminate_backend(4711); -- this pooled connection may hold facteur_qa.mark'],
  ],
  [
    'the setting may be on any connection',
    { ...left, backend: null },
    'incomplete',
    [
      '-- ends every pooled connection of this role; one of them may hold the setting facteur_qa.mark\n' +
        'select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and state = ' +
        "'idle' and pid <> pg_backend_pid();",
    ],
  ],
])('where %s, what is left is told with what ends it', (_, seen, status, undo) => {
  expect(cleanupOf(seen)).toEqual({ status, undo });
});
