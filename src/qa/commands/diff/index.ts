import type { Command } from '../../command.ts';
import { comparisonLines, compareReports } from '../../output/compare-reports.ts';
import { readReport } from '../../output/read-reports.ts';
import type { Options } from './options.ts';

/** Says what came and went between two saved reports; exit 1 where something came. Contacts nothing. */
export const command: Command<Options> = {
  run: async ({ earlier, later, format }, app) => {
    const comparison = compareReports(await readReport(earlier, app), await readReport(later, app));
    const exitCode = comparison.come.some(({ severity }) => severity === 'error') ? 1 : 0;
    const text =
      format === 'json'
        ? JSON.stringify({ schema: 1, ...comparison }, null, 2)
        : comparisonLines(comparison, app.terminal.out.columns).join('\n');
    return { text: `${text}\n`, exitCode };
  },
};
