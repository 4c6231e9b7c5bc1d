import type { Argv } from 'yargs';
import { duration } from '../../options/duration.ts';
import {
  withConsistencyOption,
  withHttpOptions,
  withRenderOptions,
  withTargetOptions,
} from '../../options/options.ts';
import { singleText } from '../../options/single.ts';

/** What `qa recover` takes. */
export const build = (yargs: Argv) =>
  withRenderOptions(withConsistencyOption(withHttpOptions(withTargetOptions(yargs))))
    .positional('token', { type: 'string', describe: "The same user's token, or - for standard input" })
    .option('token-file', {
      type: 'string',
      coerce: singleText('token-file'),
      requiresArg: true,
      describe: 'File that holds the token',
    })
    .option('deadline', {
      type: 'string',
      requiresArg: true,
      default: '1m',
      coerce: duration('deadline'),
      describe: 'Time for the whole run',
    });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
