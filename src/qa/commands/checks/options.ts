import type { Argv } from 'yargs';

/** What `qa checks` takes. */
export const build = (yargs: Argv) =>
  yargs.option('format', {
    type: 'string',
    choices: ['table', 'json'] as const,
    default: 'table' as const,
    describe: 'One line a check, or all that is known of them',
  });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
