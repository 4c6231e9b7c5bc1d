import type { Argv, Options as Declared } from 'yargs';
import { duration, optionalDuration } from '../../options/duration.ts';
import {
  withHttpOptions,
  withRunOptions,
  withTargetOptions,
  type HttpOptions,
  type RunOptions,
  type TargetOptions,
} from '../../options/options.ts';
import { singleNumber, singleText } from '../../options/single.ts';
import type { DeploymentOptions } from './plan.ts';

export interface Options extends TargetOptions, HttpOptions, RunOptions, DeploymentOptions {
  readonly tokenFile?: string | undefined;
  /** Milliseconds. */
  readonly wait?: number | undefined;
  readonly consecutive: number;
  readonly watch: boolean;
  /** Milliseconds. */
  readonly interval: number;
}

const text = { type: 'string', requiresArg: true } as const;

/** The options that `qa verify-railway` has beside those of every command that speaks HTTP. */
const deploymentOptions = {
  wait: {
    ...text,
    coerce: optionalDuration('wait'),
    describe: 'Wait up to this long until it is ready and stays so: 5m',
  },
  consecutive: {
    type: 'number',
    coerce: singleNumber('consecutive'),
    requiresArg: true,
    default: 3,
    describe: 'With --wait: how often in a row it must be ready',
  },
  observe: {
    ...text,
    coerce: optionalDuration('observe'),
    describe: 'Look again and again for this long: 30s',
  },
  samples: {
    type: 'number',
    coerce: singleNumber('samples'),
    requiresArg: true,
    describe: 'How often to look while observing [default: once a second]',
  },
  'expect-commit': {
    ...text,
    coerce: singleText('expect-commit'),
    describe: 'The commit that must run; auto is HEAD of the working directory',
  },
  'expect-version': { ...text, coerce: singleText('expect-version'), describe: 'The version that must run' },
  'expect-environment': {
    ...text,
    coerce: singleText('expect-environment'),
    describe: 'The environment that must answer: production',
  },
  'expect-json': {
    ...text,
    array: true,
    describe: 'What the health body must hold, by JSON pointer: /database=connected; may repeat',
  },
  'token-file': {
    ...text,
    coerce: singleText('token-file'),
    describe: "File that holds a user's token, for the canary alone",
  },
  canary: {
    ...text,
    coerce: singleText('canary'),
    describe: 'A real route that must not fail [default: the personalization, which must ask for a token]',
  },
  liveness: {
    ...text,
    coerce: singleText('liveness'),
    describe: 'Path of the liveness route [default: PREFIX/health]',
  },
  readiness: {
    ...text,
    coerce: singleText('readiness'),
    describe: 'Path of the readiness route [default: PREFIX/health/ready]',
  },
  'healthcheck-host': {
    type: 'boolean',
    default: false,
    describe: "Ask liveness for the host of Railway's health check, too",
  },
  log: {
    ...text,
    coerce: singleText('log'),
    describe:
      "A deployment's log, or - for standard input [default: the latest deployment's, where Railway " +
      'tells]',
  },
  watch: {
    type: 'boolean',
    default: false,
    describe: 'Look again and again until Ctrl-C; ends with the worst state seen',
  },
  interval: {
    ...text,
    coerce: duration('interval'),
    default: '5s',
    describe: 'With --watch: the pause between two looks',
  },
} satisfies Record<string, Declared>;

/** What `qa verify-railway` takes. */
export const build = (yargs: Argv) =>
  withRunOptions(withHttpOptions(withTargetOptions(yargs))).options(deploymentOptions);
