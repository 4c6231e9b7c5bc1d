import { defineCheck, type Observed } from '../check.ts';
import { exampleInForce } from './examples/evidence.ts';
import type { Setting } from './in-force/setting.ts';
import { inForce } from './probes/in-force.ts';
import { type InForce } from './probes/read-in-force.ts';
import { resetEverywhere, setForServer } from './remedies/statements.ts';

export const readOnlyDatabase = defineCheck({
  code: 'read-only-database',
  title: 'The database can only be read through this connection',
  severity: 'warning',
  why: 'Every write of the app fails, and so does a migration.',
  remedy: 'Connect to the primary, or take the read-only setting away; it holds for new connections.',
  needs: { inForce },
  judge: ({ inForce: seen }) => {
    const setting = seen.settings.find(({ name }) => name === 'default_transaction_read_only');
    const standby: Observed[] = seen.standby
      ? [
          {
            subject: seen.database,
            message:
              'The server is a hot standby: it follows a primary, and takes no writes for ' +
              `${seen.database}.`,
            facts: { standby: true },
            advice: 'Connect to the primary. After a failover: look where the address of the primary leads.',
          },
        ]
      : [];
    return setting?.value === 'on' ? [...standby, byDefault(setting, seen)] : standby;
  },
  examples: {
    healthy: { inForce: exampleInForce() },
    broken: { inForce: exampleInForce([], { standby: true }) },
  },
});

/** Transactions that do not say otherwise are read-only. */
function byDefault(setting: Setting, seen: InForce): Observed {
  const { source, levels } = setting;
  const fromServer = source === 'configuration' || source === 'command-line' || source === 'default';
  return {
    subject: 'default_transaction_read_only',
    message:
      `Transactions of ${seen.role} are read-only unless they say otherwise: ` +
      `default_transaction_read_only is on (${source}).`,
    facts: { source, levels },
    sql: fromServer ? setForServer(setting.name, 'off') : resetEverywhere(setting, seen),
  };
}
