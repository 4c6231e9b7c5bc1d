import type { ArgumentsCamelCase, Argv } from 'yargs';
import { duration } from '../../options/duration.ts';
import { withDatabaseOptions, withHttpOptions, withTargetOptions } from '../../options/options.ts';
import { single } from '../../options/single.ts';
import { tableOrJson } from '../../options/table-or-json.ts';
import { addressHints } from './address-hints.ts';
import { manner } from '../../options/manner.ts';

const asGiven = (given: string): string => given;
const text = { type: 'string', requiresArg: true } as const;

/** What `qa init` takes. */
export const build = (yargs: Argv) =>
  withHttpOptions(withDatabaseOptions(withTargetOptions(yargs)))
    .option('check', {
      type: 'boolean',
      default: false,
      describe: 'Write nothing: say what can be reached, with which rights, and what each command sees',
    })
    .option('force', {
      type: 'boolean',
      default: false,
      describe: 'Change the target in a configuration that is there; what else it says stays',
    })
    .option('environment', {
      ...text,
      coerce: single('environment', asGiven),
      describe: 'What the deployment reports as its environment: production',
    })
    .option('origin', {
      ...text,
      coerce: single('origin', asGiven),
      describe: 'The page of the web app, for which CORS is judged: https://host',
    })
    .option('token-file', {
      ...text,
      coerce: single('token-file', asGiven),
      describe: "File that holds a user's token; it is tried, and written nowhere",
    })
    .option('deadline', {
      ...text,
      default: '1m',
      coerce: duration('deadline'),
      describe: 'Time for the whole look',
    })
    .option('format', tableOrJson)
    .options(manner)
    // Nothing is judged here.
    .hide('warn-ms')
    .hide('fail-ms')
    .epilogue(['Where to find them:', ...addressHints.map((line) => `  ${line}`), ''].join('\n'));

export type Declared = ReturnType<typeof build> extends Argv<infer Given> ? Given : never;
export type Options = ArgumentsCamelCase<Declared>;
