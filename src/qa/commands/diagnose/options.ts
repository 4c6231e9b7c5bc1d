import type { ArgumentsCamelCase, Argv } from 'yargs';
import { duration } from '../../options/duration.ts';
import {
  withDatabaseOptions,
  withFailOnOption,
  withReachOptions,
  withRenderOptions,
  withTargetOptions,
} from '../../options/options.ts';
import { single } from '../../options/single.ts';

const asGiven = (given: string): string => given;
const text = { type: 'string', requiresArg: true } as const;

/** What `qa diagnose` takes. */
export const build = (yargs: Argv) =>
  withFailOnOption(withRenderOptions(withReachOptions(withDatabaseOptions(withTargetOptions(yargs)))))
    .positional('token', {
      type: 'string',
      describe: 'Access token of a signed-in user, or - for standard input',
    })
    .option('token-file', {
      ...text,
      coerce: single('token-file', asGiven),
      describe: 'File that holds the token',
    })
    .option('from', {
      ...text,
      array: true,
      describe: 'Judge saved JSON reports again, and contact nothing; may repeat',
    })
    .option('read-only', { type: 'boolean', default: false, describe: 'Mute nothing' })
    .option('versions-dir', {
      ...text,
      array: true,
      describe: "Directory of the code's Alembic revision files; may repeat",
    })
    .option('expect-commit', {
      ...text,
      coerce: single('expect-commit', asGiven),
      describe: 'The commit that must run; auto is HEAD of the working directory',
    })
    .option('expect', {
      ...text,
      coerce: single('expect', asGiven),
      describe: 'JSON file of expected foreign keys',
    })
    .option('orphans', {
      type: 'boolean',
      default: false,
      describe: 'Count rows without a parent: it reads whole tables',
    })
    .option('observe', {
      ...text,
      coerce: single('observe', asGiven),
      describe: 'Watch the deployment for this long: 30s',
    })
    .option('log', { ...text, coerce: single('log', asGiven), describe: "File of the deployment's log" })
    .option('timeout', {
      ...text,
      default: '10s',
      coerce: duration('timeout'),
      describe: 'Time for one request, to connect, and for one catalog query',
    })
    .option('deadline', {
      ...text,
      default: '1m',
      coerce: duration('deadline'),
      describe: 'Time for each look',
    });

export type Declared = ReturnType<typeof build> extends Argv<infer Given> ? Given : never;
export type Options = ArgumentsCamelCase<Declared>;
