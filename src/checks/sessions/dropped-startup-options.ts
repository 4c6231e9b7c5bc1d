import { defineCheck, unknown } from '../check.ts';
import { exampleStartup } from './examples/evidence.ts';
import { lostOptions, lostText, wayText } from './pooler/arrived.ts';
import { startupOptions } from './probes/startup-options.ts';

export const droppedStartupOptions = defineCheck({
  code: 'dropped-startup-options',
  title: 'What a client asks for at start-up is dropped without a word',
  severity: 'warning',
  why:
    'The client believes that its timeouts hold. A migration runs with those of the role instead, or ' +
    'with none.',
  remedy:
    'Set times in each transaction (SET LOCAL), or at the role; or connect directly or over the session ' +
    'port, and read back what is in force.',
  needs: { startupOptions },
  judge: ({ startupOptions: { asked, ways } }) => {
    const found = ways.flatMap((way) => {
      const lost = lostOptions(asked, way);
      return lost.length === 0
        ? []
        : [
            {
              subject: way.way,
              message:
                `What is asked for ${wayText(way.way)} is accepted and not in force: ` + `${lostText(lost)}.`,
              facts: { way: way.way, asked, inForce: way.got },
            },
          ];
    });
    const failed = ways
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ way, message }) => `${wayText(way)}: ${message}`);
    return failed.length > 0
      ? unknown(`A connection that asks for options could not be made ${failed.join('; ')}.`, found)
      : found;
  },
  examples: {
    healthy: { startupOptions: exampleStartup() },
    broken: { startupOptions: exampleStartup({ got: { statement_timeout: 0, lock_timeout: 0 } }) },
  },
});
