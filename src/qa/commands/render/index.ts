import type { Command } from '../../command.ts';
import { readReport } from '../../output/read-reports.ts';
import type { Options } from './options.ts';

/**
 * Gives a saved report in another format, and ends as its run ended. Judges nothing again; contacts nothing.
 */
export const command: Command<Options> = {
  run: async ({ report: file }, app) => ({ report: await readReport(file, app) }),
};
