import type { Argv } from 'yargs';
import { manner } from '../../options/manner.ts';
import { shells } from './scripts.ts';

/** What `qa completion` takes. */
export const build = (yargs: Argv) =>
  yargs
    .positional('shell', {
      type: 'string',
      choices: shells,
      describe: 'Which shell asks [default: the one that $SHELL names]',
    })
    .options(manner);

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
