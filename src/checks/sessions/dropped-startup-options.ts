import { defineCheck, unknown, type Observed } from '../check.ts';
import { exampleNoOwnOptions, exampleStartup } from './examples/evidence.ts';
import { failedText, lostOptions, lostText, ownLostText, ownText, wayText } from './pooler/lost-options.ts';
import { ownOptions } from './probes/own-options.ts';
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
  needs: { startupOptions, ownOptions },
  judge: ({ startupOptions: { asked, ways }, ownOptions: own }) => {
    const found = ways.flatMap((way): Observed[] => {
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
    const lost = ownLostText(own);
    if (lost !== null) {
      found.push({
        subject: 'connection string',
        message: `What is asked for ${ownText} is accepted and not in force: ${lost}.`,
        facts: { settings: own.settings },
      });
    }
    const failed = failedText(ways, own);
    return failed === null ? found : unknown(failed, found);
  },
  examples: {
    healthy: { startupOptions: exampleStartup(), ownOptions: exampleNoOwnOptions },
    broken: {
      ownOptions: exampleNoOwnOptions,
      startupOptions: exampleStartup({ got: { statement_timeout: 0, lock_timeout: 0 } }),
    },
  },
});
