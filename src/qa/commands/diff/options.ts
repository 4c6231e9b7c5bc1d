import type { Argv } from 'yargs';

/** What `qa diff` takes. */
export const build = (yargs: Argv) =>
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

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
