import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { reportShape } from '../../../checks/report.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import { UsageError, type Command } from '../../command.ts';
import { withRenderOptions } from '../../options/options.ts';

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
  run: async ({ report: file }, app) => {
    let saved: unknown;
    try {
      saved = JSON.parse(
        file === '-' ? await app.io.readStdin() : await readFile(resolve(app.io.cwd, file), 'utf8'),
      );
    } catch (error) {
      throw new UsageError(`The report ${file} cannot be read: ${describeError(error)}.`);
    }
    const read = reportShape.safeParse(saved);
    if (read.success) return { report: read.data };
    const place = read.error.issues[0]?.path.join('.') || 'the whole';
    throw new UsageError(
      `${file} is not a report of qa: ${place} is missing or of another kind. Expected is what --format ` +
        'json wrote.',
    );
  },
};
