import type { Argv } from 'yargs';
import { duration } from '../../options/duration.ts';
import { withDatabaseOptions, withRunOptions, withTargetOptions } from '../../options/options.ts';

/** What `qa inspect-locks` takes. */
export const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withTargetOptions(yargs)), { deadline: '1m' })
    .option('watch', {
      type: 'boolean',
      default: false,
      describe: 'Look again and again until Ctrl-C or the deadline; ends with the worst state seen',
    })
    .option('interval', {
      type: 'string',
      default: '2s',
      coerce: duration('interval'),
      describe: 'With --watch: the pause between two looks',
    })
    .option('timeout', {
      type: 'string',
      default: '10s',
      coerce: duration('timeout'),
      describe: 'Time to connect, and for a catalog query',
    });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
