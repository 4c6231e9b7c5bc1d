import { defineCheck } from '../check.ts';
import { exampleInForce, exampleSetting } from './examples/evidence.ts';
import { unsetTime } from './in-force/unset.ts';
import { idleInTransactionMs } from './in-force/wanted.ts';
import { inForce } from './probes/in-force.ts';

export const unsetIdleTimeout = defineCheck({
  code: 'unset-idle-timeout',
  title: 'An open transaction may sit idle for ever',
  severity: 'warning',
  why:
    'A client that hangs between two statements keeps its locks: the next migration waits for it, ' +
    'and everybody else for the migration.',
  remedy: 'Give the role an idle_in_transaction_session_timeout; it holds for new connections.',
  needs: { inForce },
  judge: ({ inForce: seen }) =>
    unsetTime(seen, 'idle_in_transaction_session_timeout', {
      orElse: ['transaction_timeout'],
      ms: idleInTransactionMs,
      message: `A client of ${seen.role} that asks for nothing has no idle_in_transaction_session_timeout.`,
    }),
  examples: {
    healthy: { inForce: exampleInForce() },
    broken: {
      inForce: exampleInForce([exampleSetting('idle_in_transaction_session_timeout', '0', 'default')]),
    },
  },
});
