import type { Argv } from 'yargs';
import { manner } from '../../options/manner.ts';

/** What `qa explain` takes. */
export const build = (yargs: Argv) =>
  yargs
    .positional('code', {
      type: 'string',
      demandOption: true,
      describe: 'A code of a check or of a cause, from a report or from qa checks',
    })
    .options(manner);

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
