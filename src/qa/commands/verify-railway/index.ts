import type { Argv } from 'yargs';
import {
  deploymentChecks,
  health,
  notWaited,
  platform,
  type DeploymentContext,
  type WaitResult,
} from '../../../checks/deployment/index.ts';
import { examine } from '../../../checks/examine.ts';
import { httpChecks } from '../../../checks/http/index.ts';
import type { Report } from '../../../checks/report.ts';
import { openApi } from '../../target/api-access.ts';
import { duration, optionalDuration } from '../../options/duration.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { planOf, type DeploymentOptions, type DeploymentPlan } from './plan.ts';
import {
  withHttpOptions,
  withRunOptions,
  withTargetOptions,
  type HttpOptions,
  type RunOptions,
  type TargetOptions,
} from '../../options/options.ts';
import { reportOf } from '../../output/report-of.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { requireOrigin, resolveTarget, type Target } from '../../target/target.ts';
import { waitUntilReady } from './wait-until-ready.ts';

interface Options extends TargetOptions, HttpOptions, RunOptions, DeploymentOptions {
  /** Milliseconds. */
  readonly wait?: number | undefined;
  readonly consecutive: number;
  readonly watch: boolean;
  /** Milliseconds. */
  readonly interval: number;
}

/** What every phase of one run shares. */
interface Run {
  readonly options: Options;
  readonly app: App;
  readonly target: Target;
  readonly plan: DeploymentPlan;
}

/**
 * Proves a deployment: liveness, readiness, edge, TLS, revision, stability. Sends no token, needs no
 * database.
 */
export const command: Command<Options> = {
  build: (yargs) =>
    withRunOptions(withHttpOptions(withTargetOptions(yargs))).options({
      wait: {
        ...text,
        coerce: optionalDuration('wait'),
        describe: 'Wait up to this long until it is ready and stays so: 5m',
      },
      consecutive: {
        type: 'number',
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
        requiresArg: true,
        describe: 'How often to look while observing [default: once a second]',
      },
      'expect-commit': {
        ...text,
        describe: 'The commit that must run; auto is HEAD of the working directory',
      },
      'expect-version': { ...text, describe: 'The version that must run' },
      'expect-environment': { ...text, describe: 'The environment that must answer: production' },
      canary: {
        ...text,
        describe:
          'A real route that must not fail [default: the personalization, which must ask for a token]',
      },
      liveness: { ...text, describe: 'Path of the liveness route [default: PREFIX/health]' },
      readiness: { ...text, describe: 'Path of the readiness route [default: PREFIX/health/ready]' },
      'healthcheck-host': {
        type: 'boolean',
        default: false,
        describe: "Ask liveness for the host of Railway's health check, too",
      },
      log: {
        ...text,
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
    }) as unknown as Argv<Options>,
  run: async (options, app) => {
    const target = await resolveTarget(options, app);
    requireOrigin(target);
    // A mistake in a code is said before anything is contacted.
    selectChecks([...httpChecks, ...deploymentChecks], options);
    if (!(Number.isInteger(options.consecutive) && options.consecutive > 0)) {
      throw new UsageError(
        `--consecutive ${options.consecutive} is not a count: give a whole number from 1 on.`,
      );
    }
    for (const name of ['RAILWAY_TOKEN', 'RAILWAY_API_TOKEN'])
      app.secrets.add(app.io.environment[name] ?? '');
    const run: Run = {
      options,
      app,
      target,
      plan: await planOf(options, app, target.prefix, target.expected),
    };
    const waited = options.wait === undefined ? notWaited : await wait(run, options.wait);
    if (!options.watch) return { report: await look(run, waited) };
    const { watchDeployment } = await import('./watch-deployment.ts');
    const report = await watchDeployment({
      look: () => look(run, waited),
      intervalMs: options.interval,
      signal: app.interruption.signal,
      // Where the report goes as JSON or the like, nothing else may stand.
      isTerminal:
        app.terminal.out.isTerminal &&
        options.format.every(({ format, file }) => format === 'table' || file !== null),
      columns: app.terminal.out.columns,
      print: app.print,
      say: app.say,
      now: () => new Date(),
    });
    return { report };
  },
};

const text = { type: 'string', requiresArg: true } as const;

/** One whole examination. */
async function look({ options, app, target, plan }: Run, waited: WaitResult): Promise<Report> {
  const startedAt = new Date();
  // The deadline is for the examination; the window of the samples comes on top.
  const limits = { ...options, deadline: options.deadline + (plan.observation?.windowMs ?? 0) };
  const { api, signal } = await openApi(limits, app, target, { token: null });
  const sampler =
    plan.observation === null ? null : (await openApi(limits, app, target, { token: null, signal })).api;
  try {
    const context: DeploymentContext = {
      api,
      signal,
      progress: app.progress,
      ...contextOf(plan, app, target),
      waited,
      thresholds: {
        warnMs: options.warnMs ?? target.config.thresholds?.warnMs ?? 1_000,
        failMs: options.failMs ?? target.config.thresholds?.failMs ?? 5_000,
      },
      observation:
        plan.observation !== null && sampler !== null ? { api: sampler, ...plan.observation } : null,
    };
    const examination = await examine({
      checks: selectChecks([...httpChecks, ...deploymentChecks], options),
      always: [health],
      context,
    });
    return await reportOf({
      command: 'verify-railway',
      app,
      target,
      startedAt,
      examination,
      failOn: options.failOn,
    });
  } finally {
    await Promise.all([api.close(), sampler?.close()]);
  }
}

/** Waits, says how that ended, and leaves the judgement to the examination that follows. */
async function wait({ options, app, target, plan }: Run, limitMs: number): Promise<WaitResult> {
  // The deadline is for the examination; waiting has a limit of its own.
  const { api } = await openApi({ ...options, deadline: limitMs + options.timeout + 10_000 }, app, target, {
    token: null,
  });
  const { signal } = app.interruption;
  try {
    const waited = await waitUntilReady(
      { limitMs, consecutive: options.consecutive, pauseMs: 250 },
      {
        api,
        signal,
        routes: plan.routes,
        expected: plan.expected,
        progress: app.progress,
        latestDeployment: async () =>
          (await platform.observe({ ...contextOf(plan, app, target), signal, progress: app.progress }, {}))
            .deployment,
      },
    );
    app.say(
      `Waited ${(waited.milliseconds / 1000).toFixed(1)} s, ${waited.attempts} ` +
        `${waited.attempts === 1 ? 'look' : 'looks'}: ${waited.reason}.`,
    );
    return waited;
  } finally {
    await api.close();
  }
}

function contextOf(plan: DeploymentPlan, app: App, target: Target) {
  return {
    routes: plan.routes,
    canaryIsDefault: plan.canaryIsDefault,
    asksAsRailway: plan.asksAsRailway,
    expected: plan.expected,
    connection: plan.connection,
    log: plan.log,
    environment: app.io.environment,
    cwd: app.io.cwd,
    // What qa dev runs is not on Railway, whatever this directory is linked to.
    askRailway: target.name !== 'local',
    host: new URL(requireOrigin(target)).hostname,
  };
}
