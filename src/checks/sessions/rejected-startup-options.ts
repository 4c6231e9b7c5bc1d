import { defineCheck, unknown, type Observed } from '../check.ts';
import { exampleNoOwnOptions, exampleStartup } from './examples/evidence.ts';
import { failedText, ownText, wayText } from './pooler/lost-options.ts';
import { ownOptions } from './probes/own-options.ts';
import { startupOptions } from './probes/startup-options.ts';

export const rejectedStartupOptions = defineCheck({
  code: 'rejected-startup-options',
  title: 'A client that asks for options at start-up is turned away',
  severity: 'warning',
  why:
    'A client with timeouts in its connection string, or a driver that sends them by itself, cannot ' +
    'connect at all.',
  remedy:
    'Leave options out of the connection string here and set times in each transaction (SET LOCAL) or ' +
    'at the role; or connect directly. Letting PgBouncer ignore them (ignore_startup_parameters) only ' +
    'hides that they are lost.',
  needs: { startupOptions, ownOptions },
  judge: ({ startupOptions: { ways }, ownOptions: own }) => {
    const found: Observed[] = ways
      .filter(({ outcome }) => outcome === 'rejected')
      .map(({ way, message }) => ({
        subject: way,
        message: `A client that asks ${wayText(way)} is turned away: ${message}.`,
        facts: { way, answer: message },
      }));
    if (own.outcome === 'rejected') {
      found.push({
        subject: 'connection string',
        message: `A client that asks for what stands ${ownText} is turned away: ${own.message}.`,
        facts: { answer: own.message },
      });
    }
    const failed = failedText(ways, own);
    return failed === null ? found : unknown(failed, found);
  },
  examples: {
    healthy: { startupOptions: exampleStartup(), ownOptions: exampleNoOwnOptions },
    broken: {
      ownOptions: exampleNoOwnOptions,
      startupOptions: exampleStartup({
        outcome: 'rejected',
        message: 'unsupported startup parameter: options',
        got: {},
      }),
    },
  },
});
