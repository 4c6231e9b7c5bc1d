import type { Argv } from 'yargs';
import { ddlKinds } from '../../../checks/locks/index.ts';
import { duration } from '../../options/duration.ts';
import { single, singleChoice } from '../../options/single.ts';
import { withDatabaseOptions, withRunOptions, withTargetOptions } from '../../options/options.ts';

const text = (name: string) =>
  ({ type: 'string', requiresArg: true, coerce: single(name, (given) => given) }) as const;

/** What `qa inspect-locks` takes. */
export const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withTargetOptions(yargs)), { deadline: '10m' })
    .option('would-block', {
      ...text('would-block'),
      describe:
        'A statement or a script that is not run, or - for standard input: who would be in its way ' +
        'now, and who would queue behind it',
    })
    .option('for-ddl', {
      type: 'string',
      requiresArg: true,
      choices: ddlKinds,
      coerce: singleChoice('for-ddl', ddlKinds),
      describe: 'The same for a kind of change, with --table',
    })
    .option('table', { ...text('table'), describe: 'With --for-ddl: the table, as SQL writes it' })
    .option('constraint', {
      ...text('constraint'),
      describe: 'With --for-ddl: the constraint; without, any key of the table',
    })
    .option('references', {
      ...text('references'),
      describe: 'With --for-ddl add-foreign-key: the parent table',
    })
    .option('watch', {
      type: 'boolean',
      default: false,
      describe: 'Look again and again until Ctrl-C or the deadline; ends with the worst state seen',
    })
    .option('interval', {
      type: 'string',
      requiresArg: true,
      default: '2s',
      coerce: duration('interval'),
      describe: 'With --watch: the pause between two looks',
    })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      default: '10s',
      coerce: duration('timeout'),
      describe: 'Time to connect, and for a catalog query',
    });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
