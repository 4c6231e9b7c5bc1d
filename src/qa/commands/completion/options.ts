import type { Argv } from 'yargs';
import { shells } from './scripts.ts';

/** What `qa completion` takes. */
export const build = (yargs: Argv) =>
  yargs.positional('shell', {
    type: 'string',
    choices: shells,
    describe: 'Which shell asks [default: the one that $SHELL names]',
  });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
