import type { Argv } from 'yargs';
import { withRenderOptions } from '../../options/options.ts';

/** What `qa render` takes. */
export const build = (yargs: Argv) =>
  withRenderOptions(yargs).positional('report', {
    type: 'string',
    demandOption: true,
    describe: 'What --format json wrote, or - for standard input',
  });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
