import type { Argv, Options } from 'yargs';
import { severities } from '../../checks/severity.ts';
import { UsageError } from '../command.ts';
import { sendOptions, type SendOptions } from './send-options.ts';
import { filled, single } from './single.ts';
import { duration } from './duration.ts';
import { suggestion } from './nearest.ts';
import { manner } from './manner.ts';
import type { ColourChoice } from '../output/terminal-style.ts';
import { formats, type Format } from '../reporters/formats.ts';

export interface TargetOptions {
  readonly target?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly apiPrefix?: string | undefined;
  readonly config?: string | undefined;
}

export interface DatabaseOptions {
  readonly databaseUrl?: string | undefined;
}

/** How the API is reached. */
export interface ReachOptions {
  readonly header?: string[] | undefined;
  readonly caFile?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly insecure: boolean;
  readonly resolve?: string[] | undefined;
  /** `5/s`. */
  readonly rate?: string | undefined;
}

export interface HttpOptions extends ReachOptions {
  /** Milliseconds for one exchange. */
  readonly timeout: number;
  /** Milliseconds; undefined where the configuration, and then the built-in default, decides. */
  readonly warnMs?: number | undefined;
  readonly failMs?: number | undefined;
}

export interface ConsistencyOptions {
  /** Milliseconds for which reads may be behind the writes. */
  readonly consistency: number;
}

export const failOnLevels = [...severities, 'never'] as const;
export type FailOn = (typeof failOnLevels)[number];

/** One `--format`: `json` goes to standard output, `junit=FILE` into a file. */
export interface FormatChoice {
  readonly format: Format;
  readonly file: string | null;
}

/** How a report is shown. */
export interface RenderOptions extends SendOptions {
  readonly format: FormatChoice[];
  readonly output?: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
  readonly color: ColourChoice;
  readonly ascii: boolean;
  readonly showCurl: boolean;
  /** The file that took all SQL, of a command that has such an option. */
  readonly remedies?: string | undefined;
}

export interface RunOptions extends RenderOptions {
  readonly baseline?: string | undefined;
  readonly writeBaseline?: string | undefined;
  readonly record: boolean;
  /** Milliseconds for the whole run. */
  readonly deadline: number;
  readonly only?: string[] | undefined;
  readonly skip?: string[] | undefined;
  readonly failOn: FailOn;
}

export function withTargetOptions<T>(yargs: Argv<T>): Argv<T & TargetOptions> {
  return declare(yargs as Argv<never>, {
    target: {
      ...text,
      describe: 'prod, local (what qa dev started) or a name from qa.config.json [default: prod]',
    },
    'base-url': { ...text, describe: "The API's origin: https://host" },
    'api-prefix': { ...text, describe: 'Path under which the API lives [default: /api]' },
    config: { ...text, describe: 'Configuration file instead of the nearest qa.config.json' },
  });
}

export function withDatabaseOptions<T>(yargs: Argv<T>): Argv<T & DatabaseOptions> {
  return declare(yargs as Argv<never>, {
    'database-url': { ...text, describe: 'postgresql://user@host:port/name; better in QA_DATABASE_URL' },
  });
}

/** For a command whose looks ask the API. */
export function withReachOptions<T>(yargs: Argv<T>): Argv<T & ReachOptions> {
  return declare(yargs as Argv<never>, reachOptions);
}

export function withHttpOptions<T>(yargs: Argv<T>): Argv<T & HttpOptions> {
  return declare(yargs as Argv<never>, {
    timeout: {
      ...text,
      default: '10s',
      coerce: duration('timeout'),
      describe: 'Time for one request: 500ms, 30s, 5m',
    },
    ...reachOptions,
    'warn-ms': {
      ...text,
      coerce: single('warn-ms', parseMilliseconds),
      describe: 'A slower answer is a warning [default: 1000]',
    },
    'fail-ms': {
      ...text,
      coerce: single('fail-ms', parseMilliseconds),
      describe: 'A slower answer is an error [default: 5000]',
    },
  });
}

export function withConsistencyOption<T>(yargs: Argv<T>): Argv<T & ConsistencyOptions> {
  return declare(yargs as Argv<never>, {
    consistency: {
      ...text,
      default: '5s',
      coerce: duration('consistency'),
      describe: 'Time for which a read may be behind a write before it counts as lost',
    },
  });
}

export function withRunOptions<T>(
  yargs: Argv<T>,
  { deadline = '1m' }: { readonly deadline?: string } = {},
): Argv<T & RunOptions> {
  return declare(yargs as Argv<never>, {
    deadline: {
      ...text,
      default: deadline,
      coerce: duration('deadline'),
      describe: 'Time for the whole run',
    },
    only: { ...list, describe: 'Only these checks, by code; may repeat, or a,b' },
    skip: { ...list, describe: 'All but these checks' },
    ...failOnOption,
    ...renderOptions,
  });
}

/** For a command that judges what other runs of ours saw. */
export function withFailOnOption<T>(
  yargs: Argv<T>,
): Argv<T & Pick<RunOptions, 'failOn' | 'baseline' | 'writeBaseline' | 'record'>> {
  return declare(yargs as Argv<never>, failOnOption);
}

/** For a command that shows a report of another run. */
export function withRenderOptions<T>(yargs: Argv<T>): Argv<T & RenderOptions> {
  return declare(yargs as Argv<never>, renderOptions);
}

function parseMilliseconds(given: string): number {
  const value = Number(given.replace(/ms$/, ''));
  if (given.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new UsageError(`"${given}" is not a number of milliseconds: give one such as 1000.`);
  return value;
}

/** `json`, `junit=report.xml`. At most one goes to standard output. Throws {@link UsageError}. */
export function parseFormats(given: readonly string[]): FormatChoice[] {
  const choices = given.map((entry): FormatChoice => {
    const [name = '', ...rest] = entry.split('=');
    const format = formats.find((known) => known === name);
    if (format === undefined)
      throw new UsageError(
        `--format ${name || '""'} is not known: it is one of ` +
          `${formats.join(', ')}.${suggestion(name, formats)}`,
      );
    const file = rest.length === 0 ? null : rest.join('=');
    if (file === '') throw new UsageError(`--format ${name}= lacks its file: write ${name}=FILE.`);
    return { format, file };
  });
  const onStdout = choices.filter(({ file }) => file === null);
  if (onStdout.length > 1) {
    throw new UsageError(
      `Only one --format can go to standard output: write ${onStdout[1]?.format}=FILE for the other.`,
    );
  }
  return choices;
}

const text = { type: 'string', requiresArg: true } as const;
const list = { type: 'string', array: true, requiresArg: true } as const;
const flag = { type: 'boolean', default: false } as const;

const reachOptions = {
  header: { ...list, describe: 'Header to send with every request: "Name: value"; may repeat' },
  'ca-file': { ...text, alias: 'cacert', describe: 'PEM file of the authority to trust' },
  cert: { ...text, describe: 'PEM file of a client certificate of yours' },
  key: { ...text, describe: 'PEM file of its private key [default: in the same file]' },
  insecure: { ...flag, describe: 'Accept any certificate' },
  resolve: {
    ...list,
    describe: 'HOST:PORT:ADDRESS: connect to this address instead; one replica, or past a CDN',
  },
  rate: { ...text, describe: 'Hold all requests back: 5/s, 30/m' },
} as const;

const failOnOption = {
  baseline: { ...text, describe: 'Be silent about the findings in this file until they change' },
  'write-baseline': { ...text, describe: 'Write what is found into this file, for --baseline' },
  record: { ...flag, describe: 'Keep the report for qa history' },
  'fail-on': {
    ...text,
    default: 'error',
    choices: failOnLevels,
    describe: 'The mildest finding that exits with 1',
  },
} satisfies Record<string, Options>;

/** How a report is shown, and how much is said beside it. */
const renderOptions = {
  format: {
    ...list,
    alias: 'f',
    default: ['table'],
    coerce: parseFormats,
    describe: `${formats.join(', ')}; or FORMAT=FILE; may repeat`,
  },
  output: { ...text, alias: 'o', describe: 'Write to this file instead of standard output' },
  ...manner,
  'show-curl': { ...flag, describe: 'Show the curl lines of failing requests' },
  ...sendOptions,
} satisfies Record<string, Options>;

/** Declares options; yargs itself adds their camelCase names, which its types do not know at this place. */
function declare<Declared>(yargs: Argv<never>, options: Record<string, Options>): Argv<Declared> {
  const once = Object.entries(options).map(([name, option]): [string, Options] => {
    const repeated = option.type === 'string' && !option.array && option.coerce === undefined;
    return [name, repeated ? { ...option, coerce: single(name, filled(name)) } : option];
  });
  return yargs.options(Object.fromEntries(once)) as unknown as Argv<Declared>;
}
