import type { Argv } from 'yargs';
import { manner } from '../../options/manner.ts';
import { tableOrJson } from '../../options/table-or-json.ts';

/** What `qa checks` takes. */
export const build = (yargs: Argv) =>
  yargs
    .option('format', {
      ...tableOrJson,
      describe: 'One line a check, or all that is known of them',
    })
    .options(manner);

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
