import { diagnose } from '../../../checks/diagnose.ts';
import type { Report, Scope } from '../../../checks/report.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { exitCodeOf } from '../../exit-code.ts';
import { aimedDiagnosis } from '../../output/follow-up.ts';
import { targetOf } from '../../output/report-of.ts';
import { readToken } from '../../secrets/token-source.ts';
import { resolveTarget, type Target } from '../../target/target.ts';
import { withCures } from './cures.ts';
import { appFor, looksFor, type Look } from './looks.ts';
import { merge } from '../../output/merge.ts';
import type { Declared, Options } from './options.ts';
import { lookForProfile } from './profile.ts';
import { readEvidence, requireOnlyReports, savedTarget } from './saved.ts';
import { readReports } from '../../output/read-reports.ts';

/** Uses whatever access it is given, and names the root cause, or says what would decide. */
export const command: Command<Declared> = {
  run: async (options, app) => {
    const startedAt = new Date();
    if (options.from !== undefined) {
      requireOnlyReports(options);
      return { report: await judgeAgain(options.from, options, app, startedAt) };
    }
    const target = await resolveTarget(options, app);
    const token = await readToken(options, app, target);
    const { looks, notLookedAt } = looksFor(options, target, token);
    const inner = appFor(app, target, token);
    const running = looks.map((look) => ({ ...look, report: reportOfLook(look, inner) }));
    const mutes = running.find((look) => look.command === 'verify-mute')?.report;
    const profile =
      token !== null && target.databaseUrl !== null
        ? await lookForProfile(options, inner, target, token, mutes)
        : {};
    const reports = await Promise.all(
      running.map(async ({ command: name, report }) => ({ command: name, ...(await report) })),
    );
    const [first, ...others] = reports.map(({ mistake }) => mistake);
    // Nothing was contacted at all: a mistake of the user's, and no diagnosis.
    if (first !== undefined && others.every((mistake) => mistake !== undefined)) throw first;
    const evidence: Pick<Report, 'verdicts' | 'evidence' | 'cleanup'> = {
      verdicts: [],
      evidence: profile,
      cleanup: { status: 'not-needed', undo: [] },
    };
    return {
      report: conclude(
        [...reports, evidence],
        { options, app, startedAt, target: targetOf(target, app), leftOut: notLookedAt },
        target,
      ),
    };
  },
};

/** A look that cannot begin leaves its checks unknown, and the other looks go on, if there are any. */
async function reportOfLook(
  { command: name, argv }: Look,
  app: App,
): Promise<Pick<Report, 'verdicts' | 'evidence' | 'cleanup' | 'exitCode'> & { mistake?: UsageError }> {
  try {
    const outcome = await app.runCommand(argv, app);
    if (outcome !== null && 'report' in outcome) return outcome.report;
    throw new Error('it ended without a report');
  } catch (error) {
    const reason = `qa ${name} could not look: ${describeError(error)}`;
    return {
      verdicts: [{ check: name, status: 'unknown', reason, findings: [] }],
      evidence: {},
      cleanup: { status: 'not-needed', undo: [] },
      exitCode: error instanceof UsageError ? error.exitCode : 3,
      ...(error instanceof UsageError && { mistake: error }),
    };
  }
}

/** What the looks counted stands in their own reports; of a diagnosis only what was not looked at is news. */
const nothingCounted = {
  server: null,
  role: null,
  schemas: [] as string[],
  tables: null,
  keys: null,
  rows: null,
  requests: null,
} satisfies Partial<Scope>;

/** Saved reports do not say how their target was named. */
const nowhere = { flags: [], databaseUrl: null, databaseFlag: null } as const;

interface Conclusion {
  readonly options: Options;
  readonly app: App;
  readonly startedAt: Date;
  readonly target: Report['target'];
  readonly leftOut: Scope['leftOut'];
}

function conclude(
  reports: readonly (Pick<Report, 'verdicts' | 'evidence' | 'cleanup'> & {
    readonly exitCode?: number;
    readonly command?: string;
  })[],
  { options, app, startedAt, target, leftOut }: Conclusion,
  aim: Pick<Target, 'flags' | 'databaseUrl' | 'databaseFlag'>,
): Report {
  const { verdicts, evidence, cleanup } = merge(reports);
  return {
    schema: 1,
    tool: { name: 'facteur-qa', version: app.version },
    command: 'diagnose',
    target,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    scope: { ...nothingCounted, leftOut },
    evidence,
    verdicts,
    diagnosis: aimedDiagnosis(withCures(diagnose(verdicts, readEvidence(evidence)), reports), aim),
    cleanup,
    failOn: options.failOn,
    exitCode: exitCodeOf({
      verdicts,
      cleanup: cleanup.status,
      interrupted: app.interruption.exitCode(),
      credentialsRefused: reports.some(({ exitCode }) => exitCode === 4),
      failOn: options.failOn,
    }),
  };
}

/** Saved evidence, weighed by today's causes; nothing is contacted. */
async function judgeAgain(
  files: readonly string[],
  options: Options,
  app: App,
  startedAt: Date,
): Promise<Report> {
  const reports = await readReports(files, app);
  const target = savedTarget(reports);
  return conclude(reports, { options, app, startedAt, target, leftOut: [] }, nowhere);
}
