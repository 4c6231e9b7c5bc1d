import type { Argv } from 'yargs';
import { manner } from '../../options/manner.ts';
import { singleNumber } from '../../options/single.ts';
import { tableOrJson } from '../../options/table-or-json.ts';
import { mostRuns } from '../../state/most-runs.ts';

/** What `qa history` takes. */
export const build = (yargs: Argv) =>
  yargs
    .positional('command', { type: 'string', describe: 'Only the runs of this command' })
    .option('last', {
      type: 'number',
      requiresArg: true,
      coerce: singleNumber('last'),
      default: 10,
      describe: `How many runs to show, of at most ${mostRuns}`,
    })
    .option('format', tableOrJson)
    .options(manner);

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
