import type { Argv } from 'yargs';
import {
  withConsistencyOption,
  withDatabaseOptions,
  withHttpOptions,
  withRunOptions,
  withTargetOptions,
} from '../../options/options.ts';

/** What `qa verify-mute` takes. */
export const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withConsistencyOption(withHttpOptions(withTargetOptions(yargs)))))
    .positional('token', {
      type: 'string',
      describe: 'Access token of a signed-in user, or - for standard input',
    })
    .option('token-file', { type: 'string', describe: 'File that holds the token' })
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
      default: 0,
      describe: 'Time so many more rounds of mute, read, unmute',
    })
    .option('origin', {
      type: 'string',
      requiresArg: true,
      describe: 'Page of the web app, such as https://app.example: judge CORS for it',
    })
    .option('source-id', { type: 'string', describe: 'Mute this source, which must be muted already' })
    .option('theme', { type: 'string', describe: 'Mute this theme instead of one of ours' })
    .option('topic', { type: 'string', describe: 'Mute this topic instead of one of ours' });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
