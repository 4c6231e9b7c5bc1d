import { defineCheck, unknown } from '../check.ts';
import { exampleStartup } from './examples/evidence.ts';
import { wayText } from './pooler/arrived.ts';
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
  needs: { startupOptions },
  judge: ({ startupOptions: { ways } }) => {
    const found = ways
      .filter(({ outcome }) => outcome === 'rejected')
      .map(({ way, message }) => ({
        subject: way,
        message: `A client that asks ${wayText(way)} is turned away: ${message}.`,
        facts: { way, answer: message },
      }));
    const failed = ways
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ way, message }) => `${wayText(way)}: ${message}`);
    return failed.length > 0
      ? unknown(`A connection that asks for options could not be made ${failed.join('; ')}.`, found)
      : found;
  },
  examples: {
    healthy: { startupOptions: exampleStartup() },
    broken: {
      startupOptions: exampleStartup({
        outcome: 'rejected',
        message: 'unsupported startup parameter: options',
        got: {},
      }),
    },
  },
});
