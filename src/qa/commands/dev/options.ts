import type { Argv } from 'yargs';
import { manner } from '../../options/manner.ts';
import { UsageError } from '../../command.ts';
import { single } from '../../options/single.ts';

export const defaultPort = 8080;

/** What `qa dev` takes. */
export const build = (yargs: Argv) =>
  yargs
    .option('port', {
      type: 'string',
      requiresArg: true,
      coerce: single('port', readPort),
      describe: `Port of the API; 0 for a free one [default: ${defaultPort}, or a free one]`,
    })
    .option('database-url', {
      type: 'string',
      requiresArg: true,
      coerce: single('database-url', (given) => given),
      describe: 'A PostgreSQL of yours instead of the embedded one; empty, it gets the schema',
    })
    .option('incident', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [],
      describe: 'Start it broken in this way; may be given again',
    })
    .option('fault', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [],
      describe: 'One fault of the API, NAME or NAME=VALUE; may be given again',
    })
    .option('spoil', { type: 'boolean', default: false, describe: 'Tell what the incident has broken' })
    .option('list-incidents', {
      type: 'boolean',
      default: false,
      describe: 'List the incidents, and start nothing',
    })
    .option('list-faults', {
      type: 'boolean',
      default: false,
      describe: 'List the faults, and start nothing',
    })
    .options(manner);

export type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;

function readPort(given: string): number {
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new UsageError(`--port ${given} is not a port: give a number from 1 to 65535, or 0 for a free one.`);
}
