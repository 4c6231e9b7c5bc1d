import {
  deploymentChecks,
  health,
  notWaited,
  platform,
  type DeploymentContext,
  type WaitResult,
} from '../../../checks/deployment/index.ts';
import { examine } from '../../../checks/examine.ts';
import { httpChecks, isLoopback, type Api } from '../../../checks/http/index.ts';
import type { Report, Scope } from '../../../checks/report.ts';
import { openApi } from '../../target/api-access.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import type { Options } from './options.ts';
import { planOf, type DeploymentPlan } from './plan.ts';
import { reportOf } from '../../output/report-of.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { requireOrigin, resolveTarget, type Target } from '../../target/target.ts';
import { readToken } from '../../secrets/token-source.ts';
import { waitUntilReady } from './wait-until-ready.ts';

/** What every phase of one run shares. */
interface Run {
  readonly options: Options;
  readonly app: App;
  readonly target: Target;
  readonly plan: DeploymentPlan;
  /** Of a user, for the canary; null where none was given. */
  readonly token: string | null;
}

/**
 * Proves a deployment: liveness, readiness, edge, TLS, revision, stability. Needs no database; a token goes
 * with the canary alone.
 */
export const command: Command<Options> = {
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
    const token = await canaryToken(options, app, target);
    const run: Run = {
      token,
      options,
      app,
      target,
      plan: await planOf(options, app, { ...target, origin: requireOrigin(target) }),
    };
    const waited = options.wait === undefined ? notWaited : await wait(run, options.wait);
    if (!options.watch) return { report: await look(run, waited) };
    const { watchDeployment } = await import('./watch-deployment.ts');
    const { watchingOf } = await import('../../output/watch.ts');
    const watching = watchingOf(options, app, {
      look: () => look(run, waited),
      signal: app.interruption.signal,
    });
    return { report: await watchDeployment(watching) };
  },
};

/** One whole examination. */
async function look({ options, app, target, plan, token }: Run, waited: WaitResult): Promise<Report> {
  const startedAt = new Date();
  // The deadline is for the examination; the window of the samples comes on top.
  const limits = { ...options, deadline: options.deadline + (plan.observation?.windowMs ?? 0) };
  const { api, signal } = await openApi(limits, app, target, { token });
  const sampler =
    plan.observation === null ? null : (await openApi(limits, app, target, { token: null, signal })).api;
  try {
    const context: DeploymentContext = {
      api,
      signal,
      progress: app.progress,
      ...contextOf(plan, app, target),
      hasToken: token !== null,
      waited,
      thresholds: {
        warnMs: options.warnMs ?? target.config.thresholds?.warnMs ?? 1_000,
        failMs: options.failMs ?? target.config.thresholds?.failMs ?? 5_000,
      },
      observation:
        plan.observation !== null && sampler !== null ? { api: sampler, ...plan.observation } : null,
    };
    const checks = selectChecks([...httpChecks, ...deploymentChecks], options);
    const examination = await examine({
      checks,
      always: [health],
      context,
    });
    return await reportOf({
      command: 'verify-railway',
      app,
      target,
      startedAt,
      examination,
      scope: scopeOf(api, token === null && checks.some(({ code }) => code === 'healthy-but-failing')),
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
    named: plan.named,
    hasToken: false,
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

/**
 * A token that happens to be in the environment is no reason to refuse a target that it must not travel to.
 */
async function canaryToken({ tokenFile }: Options, app: App, target: Target): Promise<string | null> {
  const { protocol, hostname } = new URL(requireOrigin(target));
  const isClear = protocol === 'http:' && !isLoopback(hostname);
  return isClear && tokenFile === undefined ? null : readToken({ tokenFile }, app, target);
}

/** What was looked at, and what nobody but a user may see. */
function scopeOf(api: Api, isUnguarded: boolean): Scope {
  const nothing = { role: null, schemas: [], tables: null, keys: null, rows: null };
  const guarded = {
    what: 'routes behind authentication',
    reason: 'no token was given (--token-file or QA_TOKEN)',
  };
  const leftOut = isUnguarded ? [guarded] : [];
  return { ...nothing, server: null, requests: api.exchanges.length, leftOut };
}
