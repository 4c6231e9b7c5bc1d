import type { Argv } from 'yargs';
import type { Command } from '../../command.ts';
import { withRenderOptions } from '../../options/options.ts';
import { readReport } from '../../output/read-reports.ts';

const build = (yargs: Argv) =>
  withRenderOptions(yargs).positional('report', {
    type: 'string',
    demandOption: true,
    describe: 'What --format json wrote, or - for standard input',
  });

type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;

/**
 * Gives a saved report in another format, and ends as its run ended. Judges nothing again; contacts nothing.
 */
export const command: Command<Options> = {
  build,
  run: async ({ report: file }, app) => ({ report: await readReport(file, app) }),
};
