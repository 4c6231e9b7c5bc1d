import type { ArgumentsCamelCase, Argv } from 'yargs';
import { duration } from '../../options/duration.ts';
import { single } from '../../options/single.ts';
import { withDatabaseOptions, withRunOptions, withTargetOptions } from '../../options/options.ts';

const asGiven = (given: string): string => given;

/** What `qa inspect-migrations` takes. */
export const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withTargetOptions(yargs)))
    .option('versions-dir', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: "Directory of Alembic's revision files, read as text and never run; may repeat",
    })
    .option('recursive', {
      type: 'boolean',
      default: false,
      describe: 'Read directories below it too (recursive_version_locations)',
    })
    .option('expect-head', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'The revision that the deployed code needs; repeat it for branches that are to stay apart',
    })
    .option('version-table', {
      type: 'string',
      requiresArg: true,
      default: 'alembic_version',
      coerce: single('version-table', asGiven) as (given: string) => string,
      describe: "Alembic's version_table",
    })
    .option('version-schema', {
      type: 'string',
      requiresArg: true,
      coerce: single('version-schema', asGiven),
      describe: "Alembic's version_table_schema [default: as the search path says]",
    })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      default: '10s',
      coerce: duration('timeout'),
      describe: 'Time to connect, and for a query',
    });

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;
/** As a command is given them. */
export type Given = ArgumentsCamelCase<Options>;
