import { examine, observed, type Examination } from '../../../checks/examine.ts';
import { httpChecks, traffic } from '../../../checks/http/index.ts';
import {
  cleanup,
  blockedByEarlierRun,
  latency,
  muteChecks,
  muteProbes,
  plannedRequests,
  readPreferences,
  readToken as readJwt,
  restoreEarlier,
  type MuteContext,
  type MutePlan,
  type Restoration,
} from '../../../checks/mute/index.ts';
import type { Cleanup } from '../../../checks/report.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { openMuteRun, requireToken, type MuteRun } from '../../target/mute-run.ts';
import { reportOf } from '../../output/report-of.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { requireOrigin, resolveTarget, type Target } from '../../target/target.ts';
import { readToken } from '../../secrets/token-source.ts';
import { isLate } from './is-late.ts';
import type { Options } from './options.ts';
import { planOf } from './plan.ts';

/**
 * Checks that speak of everything that was sent, or of what it left: alone, they would judge a run that did
 * nothing.
 */
const ofTheWhole: ReadonlySet<string> = new Set([
  ...httpChecks.map(({ code }) => code),
  'lost-preferences',
  'incomplete-cleanup',
]);

/** Proves the authenticated mute endpoints end to end and leaves no trace. */
export const command: Command<Options> = {
  run: async (options, app) => {
    const startedAt = new Date();
    const target = await resolveTarget(options, app);
    const plan = planOf(options, target);
    const checks = selectChecks([...httpChecks, ...muteChecks], options);
    if (options.dryRun)
      return {
        text: dryRun(
          target,
          plan,
          options.format.some(({ format }) => format === 'json'),
        ),
        exitCode: 0,
      };
    const token = requireToken(await readToken(options, app, target));
    const run = await openMuteRun(options, app, target, { token, plan });
    try {
      // With any other token nothing is sent at all; the checks say why.
      const sound = readJwt(token, Date.now()).status === 'sound';
      const earlier = sound ? await undoEarlier(run, app) : null;
      if (sound && earlier === null) await refuseFollowedSource(run.context);
      const always = [
        cleanup,
        traffic,
        ...(plan.repeat > 0 ? [latency] : []),
        ...(checks.some(({ code }) => ofTheWhole.has(code)) ? muteProbes : []),
      ];
      const examination =
        earlier === null
          ? await namingBlockers(await examine({ checks, always, context: run.context }), target, app)
          : blockedByEarlierRun(earlier, checks);
      return {
        report: await reportOf({
          command: 'verify-mute',
          app,
          target,
          startedAt,
          examination,
          cleanup: cleanupOf(examination),
          failOn: options.failOn,
        }),
      };
    } finally {
      await run.close();
    }
  },
};

/**
 * Where answers did not come or came late, and the database is known: who holds up others in it. Most runs
 * need no database: its driver is loaded for one that does.
 */
async function namingBlockers(examination: Examination, target: Target, app: App): Promise<Examination> {
  const late = examination.verdicts.some(({ findings }) => findings.some(isLate));
  if (!late || target.databaseUrl === null) return examination;
  return (await import('./blockers.ts')).withBlockers(examination, target, app);
}

/**
 * A run that was killed is undone before anything else: its values would pass for the user's. Returns what
 * could not be undone.
 */
async function undoEarlier({ context, journal }: MuteRun, app: App): Promise<Restoration | null> {
  if (journal.left === null) return null;
  if (context.plan.readOnly) {
    app.say('An interrupted run is on record; qa recover undoes it. With --read-only nothing is changed.');
    return null;
  }
  const restoration = await restoreEarlier(context, journal.left);
  if (restoration.status === 'incomplete') return restoration;
  await journal.remove();
  app.say('An interrupted run was on record; what it may have left is undone.');
  return null;
}

/**
 * Muting a source unfollows it for good, and no route tells what is followed: only one that is muted already
 * is safe.
 */
async function refuseFollowedSource(context: MuteContext): Promise<void> {
  const { source } = context.plan.overrides;
  if (source === undefined || context.plan.readOnly) return;
  const { preferences } = await readPreferences(context, 'look for the source');
  if (preferences === null || preferences.lists.source?.includes(source.toLowerCase())) return;
  throw new UsageError(
    `The source ${source} is not muted now, and muting it would unfollow it for good: give one that ` +
      'is muted already, or leave --source-id out.',
  );
}

function dryRun(target: Target, plan: MutePlan, json: boolean): string {
  const origin = requireOrigin(target);
  const requests = plannedRequests(target, plan, '0'.repeat(12)).map(
    ({ step, method, path, authorization = 'none', json: body }) => ({
      step,
      method,
      url: origin + path,
      authorization,
      ...(body !== undefined && { body: JSON.stringify(body).slice(0, 200) }),
    }),
  );
  if (json) return `${JSON.stringify({ schema: 1, dryRun: true, requests }, null, 2)}\n`;
  const lines = requests.map(
    ({ step, method, url, authorization, body = '' }) =>
      `${method.padEnd(7)} ${url} ${body} (${step}; token: ${authorization})`,
  );
  return `${lines.join('\n')}\n${lines.length} requests would be sent; none was.\n`;
}

function cleanupOf(examination: Examination): Cleanup {
  const { status = 'not-needed', undo = [] } = observed(examination, cleanup) ?? {};
  return { status, undo };
}
