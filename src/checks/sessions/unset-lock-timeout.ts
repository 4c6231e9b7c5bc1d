import { defineCheck } from '../check.ts';
import { exampleInForce, exampleSetting } from './examples/evidence.ts';
import { unsetTime } from './in-force/unset.ts';
import { migrationMs } from './in-force/wanted.ts';
import { inForce } from './probes/in-force.ts';

export const unsetLockTimeout = defineCheck({
  code: 'unset-lock-timeout',
  title: 'A statement may wait for a lock for ever',
  severity: 'warning',
  why:
    'An ALTER TABLE that waits behind one idle transaction holds up every query of that table behind ' +
    'itself, as long as it waits.',
  remedy:
    'Give the role a lock_timeout, and each migration a short one of its own (SET LOCAL lock_timeout); ' +
    'it holds for new connections.',
  needs: { inForce },
  judge: ({ inForce: seen }) =>
    unsetTime(seen, 'lock_timeout', {
      orElse: [],
      ms: migrationMs.lock_timeout,
      message: `A client of ${seen.role} that asks for nothing has no lock_timeout.`,
    }),
  examples: {
    healthy: { inForce: exampleInForce() },
    broken: { inForce: exampleInForce([exampleSetting('lock_timeout', '0', 'default')]) },
  },
});
