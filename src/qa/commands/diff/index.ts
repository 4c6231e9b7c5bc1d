import type { Argv } from 'yargs';
import type { Command } from '../../command.ts';
import { comparisonLines, compareReports } from '../../output/compare-reports.ts';
import { readReport } from '../../output/read-reports.ts';

const build = (yargs: Argv) =>
  yargs
    .positional('earlier', { type: 'string', demandOption: true, describe: 'What --format json wrote first' })
    .positional('later', { type: 'string', demandOption: true, describe: 'What it wrote later' })
    .option('format', {
      alias: 'f',
      type: 'string',
      choices: ['table', 'json'] as const,
      default: 'table' as const,
      describe: 'Lines for people, or JSON',
    });

type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;

/** Says what came and went between two saved reports; exit 1 where something came. Contacts nothing. */
export const command: Command<Options> = {
  build,
  run: async ({ earlier, later, format }, app) => {
    const comparison = compareReports(await readReport(earlier, app), await readReport(later, app));
    const exitCode = comparison.come.some(({ severity }) => severity === 'error') ? 1 : 0;
    const text =
      format === 'json'
        ? JSON.stringify({ schema: 1, ...comparison }, null, 2)
        : comparisonLines(comparison).join('\n');
    return { text: `${text}\n`, exitCode };
  },
};
