import type { Argv } from 'yargs';
import { withRenderOptions, type RenderOptions } from '../../options/options.ts';

export interface Options extends RenderOptions {
  readonly reports: readonly string[];
}

/** What `qa merge-reports` takes. */
export const build = (yargs: Argv) =>
  withRenderOptions(yargs).positional('reports', {
    type: 'string',
    array: true,
    demandOption: true,
    describe: 'What --format json wrote, of each run',
  });
