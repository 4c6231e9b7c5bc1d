import { defineCheck } from '../check.ts';
import { exampleInForce, exampleSetting } from './examples/evidence.ts';
import { unsetTime } from './in-force/unset.ts';
import { migrationMs } from './in-force/wanted.ts';
import { inForce } from './probes/in-force.ts';

export const unsetStatementTimeout = defineCheck({
  code: 'unset-statement-timeout',
  title: 'A statement may run for ever',
  severity: 'warning',
  why:
    'A query that nobody waits for any more goes on, holds its locks and its connection, and keeps ' +
    'vacuum from cleaning up.',
  remedy:
    'Let the app ask for its own limit, and give the role one that even a migration keeps as the last ' +
    'resort; it holds for new connections.',
  needs: { inForce },
  judge: ({ inForce: seen }) =>
    unsetTime(seen, 'statement_timeout', {
      orElse: ['transaction_timeout'],
      ms: migrationMs.statement_timeout,
      message: `A client of ${seen.role} that asks for nothing has no statement_timeout.`,
    }),
  examples: {
    healthy: { inForce: exampleInForce() },
    broken: { inForce: exampleInForce([exampleSetting('statement_timeout', '0', 'default')]) },
  },
});
