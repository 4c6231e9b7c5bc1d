import type { Argv } from 'yargs';
import { manner } from '../../options/manner.ts';
import { tableOrJson } from '../../options/table-or-json.ts';

/** What `qa diff` takes. */
export const build = (yargs: Argv) =>
  yargs
    .positional('earlier', { type: 'string', demandOption: true, describe: 'What --format json wrote first' })
    .positional('later', { type: 'string', demandOption: true, describe: 'What it wrote later' })
    .option('format', tableOrJson)
    .options(manner);

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
