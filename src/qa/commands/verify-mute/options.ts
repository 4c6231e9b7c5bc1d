import type { Argv } from 'yargs';
import {
  withConsistencyOption,
  withDatabaseOptions,
  withHttpOptions,
  withRunOptions,
  withTargetOptions,
} from '../../options/options.ts';
import { singleNumber, singleText } from '../../options/single.ts';

/** What `qa verify-mute` takes. */
export const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withConsistencyOption(withHttpOptions(withTargetOptions(yargs)))))
    .positional('token', {
      type: 'string',
      describe: 'Access token of a signed-in user, or - for standard input',
    })
    .option('token-file', {
      type: 'string',
      coerce: singleText('token-file'),
      requiresArg: true,
      describe: 'File that holds the token',
    })
    .option('dry-run', {
      type: 'boolean',
      default: false,
      describe: 'Show what would be sent, and send nothing',
    })
    .option('read-only', { type: 'boolean', default: false, describe: 'Send only what changes nothing' })
    .option('allow-residue', {
      type: 'boolean',
      default: false,
      describe: 'Mute kinds that cannot be unmuted, too',
    })
    .option('repeat', {
      type: 'number',
      coerce: singleNumber('repeat'),
      requiresArg: true,
      default: 0,
      describe: 'Time so many more rounds of mute, read, unmute',
    })
    .option('origin', {
      type: 'string',
      coerce: singleText('origin'),
      requiresArg: true,
      describe: 'Page of the web app, such as https://app.example: judge CORS for it',
    })
    .option('source-id', {
      type: 'string',
      coerce: singleText('source-id'),
      requiresArg: true,
      describe: 'Mute this source, which must be muted already',
    })
    .option('theme', {
      type: 'string',
      coerce: singleText('theme'),
      requiresArg: true,
      describe: 'Mute this theme instead of one of ours',
    })
    .option('topic', {
      type: 'string',
      coerce: singleText('topic'),
      requiresArg: true,
      describe: 'Mute this topic instead of one of ours',
    });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
