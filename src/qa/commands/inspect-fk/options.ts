import type { Argv } from 'yargs';
import { duration } from '../../options/duration.ts';
import { single } from '../../options/single.ts';
import { withDatabaseOptions, withRunOptions, withTargetOptions } from '../../options/options.ts';

const asGiven = (given: string): string => given;

/** What `qa inspect-fk` takes. */
export const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withTargetOptions(yargs)), { deadline: '10m' })
    .positional('table', {
      type: 'string',
      array: true,
      describe: 'Tables: name, schema.name, or a pattern with *',
    })
    .option('schema', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'All tables of this schema; may repeat',
    })
    .option('all', {
      type: 'boolean',
      default: false,
      describe: 'All user tables, those of schemas that a platform manages too',
    })
    .option('exclude-schema', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Leave out the tables of this schema, or pattern with *; may repeat',
    })
    .option('orphans', {
      type: 'string',
      coerce: single('orphans', asGiven),
      describe:
        'Count rows without a parent; --orphans=chunks holds no snapshot longer than a chunk, ' +
        '--orphans=sample looks at a part of large tables',
    })
    .option('max-duration', {
      type: 'string',
      requiresArg: true,
      default: '5m',
      coerce: duration('max-duration'),
      describe: 'With --orphans: time for all keys together',
    })
    .option('resume', {
      type: 'boolean',
      default: false,
      describe: 'With --orphans: go on where earlier counts of this database stopped',
    })
    .option('hide-samples', {
      type: 'boolean',
      default: false,
      describe: 'With --orphans: no values of rows in the report',
    })
    .option('expect', {
      type: 'string',
      requiresArg: true,
      coerce: single('expect', asGiven),
      describe: 'JSON file of expected keys, or of an earlier --snapshot',
    })
    .option('snapshot', {
      type: 'boolean',
      default: false,
      describe:
        'Print the keys as expectations for --expect, and judge nothing; of --all it is complete: a ' +
        'new key is then told too',
    })
    .option('evidence', {
      type: 'boolean',
      default: false,
      describe: 'Keep every key in the report, not only those with findings and those expected',
    })
    .option('remedies', {
      type: 'string',
      requiresArg: true,
      coerce: single('remedies', asGiven),
      describe: 'Write every statement that cures something into this file of SQL',
    })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      default: '10s',
      coerce: duration('timeout'),
      describe: 'Time to connect, and for a catalog query',
    });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
