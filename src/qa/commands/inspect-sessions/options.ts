import type { Argv } from 'yargs';
import { duration } from '../../options/duration.ts';
import { withDatabaseOptions, withRunOptions, withTargetOptions } from '../../options/options.ts';
import { single } from '../../options/single.ts';

/** What `qa inspect-sessions` takes. */
export const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withTargetOptions(yargs)))
    .option('compare-url', {
      type: 'string',
      requiresArg: true,
      coerce: single('compare-url', (given) => given),
      describe: "The same database by another port [default: the other one of Supabase's pooler]",
    })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      default: '10s',
      coerce: duration('timeout'),
      describe: 'Time to connect, and for a query',
    });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
