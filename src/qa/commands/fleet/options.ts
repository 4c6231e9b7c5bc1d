import type { Argv } from 'yargs';
import { UsageError } from '../../command.ts';
import {
  withFailOnOption,
  withRenderOptions,
  type RenderOptions,
  type RunOptions,
} from '../../options/options.ts';
import { single } from '../../options/single.ts';
import { parseShard, type Shard } from './shard.ts';

const text = { type: 'string', requiresArg: true } as const;

/** What `qa fleet` takes. */
export const build = (yargs: Argv) =>
  withRenderOptions(withFailOnOption(yargs))
    .positional('targets', {
      type: 'string',
      demandOption: true,
      describe: 'YAML file that names the targets',
    })
    .option('run', {
      ...text,
      coerce: single('run', (given) => given),
      describe: 'The command line for each target [default: run in the file, or verify-railway]',
    })
    .option('concurrency', {
      ...text,
      coerce: single('concurrency', readCount),
      describe: 'How many targets at a time [default: concurrency in the file, or 10]',
    })
    .option('shard', {
      ...text,
      coerce: single('shard', parseShard),
      describe: '1/8: the first of eight parts',
    })
    .option('dry-run', {
      type: 'boolean',
      default: false,
      describe: 'Print what would be run, and contact nothing',
    })
    .option('reports', {
      ...text,
      coerce: single('reports', (given) => given),
      describe: "Directory for each target's whole report, NAME.json",
    });

export interface Options extends RenderOptions, Pick<RunOptions, 'failOn'> {
  readonly targets: string;
  readonly run?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly shard?: Shard | undefined;
  readonly reports?: string | undefined;
  readonly dryRun: boolean;
}

function readCount(given: string): number {
  const count = Number(given);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(`--concurrency ${given} is not a count: give a whole number from 1 on.`);
}
