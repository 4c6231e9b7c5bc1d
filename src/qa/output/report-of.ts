import type { Examination } from '../../checks/examine.ts';
import type { Verdict } from '../../checks/finding.ts';
import { databaseLabel, parseDatabaseUrl } from '../../checks/postgres/index.ts';
import type { Cleanup, Report, Scope } from '../../checks/report.ts';
import type { App } from '../command.ts';
import { exitCodeOf, isJudged } from '../exit-code.ts';
import type { FailOn } from '../options/options.ts';
import type { Target } from '../target/target.ts';
import { aimed, aimedDiagnosis } from './follow-up.ts';

export interface Reported {
  readonly command: string;
  readonly app: Pick<App, 'version' | 'interruption' | 'io'>;
  readonly target: Target;
  readonly startedAt: Date;
  readonly examination: Examination;
  readonly cleanup?: Cleanup;
  readonly failOn: FailOn;
  /** How many findings a baseline kept silent. */
  readonly silenced?: number;
  readonly scope?: Scope | null;
}

const notNeeded: Cleanup = { status: 'not-needed', undo: [] };

/** The report of a run that ends now. */
export async function reportOf({
  command,
  app,
  target,
  startedAt,
  examination,
  cleanup = notNeeded,
  failOn,
  silenced = 0,
  scope = null,
}: Reported): Promise<Report> {
  const verdicts = open(examination.verdicts, silenced);
  return {
    schema: 1,
    tool: { name: 'facteur-qa', version: app.version },
    command,
    target: targetOf(target, app),
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    scope,
    evidence: examination.evidence,
    ...(examination.timings !== undefined && { probes: [...examination.timings] }),
    verdicts: verdicts.map((verdict) => aimed(verdict, target)),
    diagnosis: await diagnosisOf(examination, target),
    cleanup,
    failOn,
    exitCode: exitCodeOf({
      verdicts,
      cleanup: cleanup.status,
      interrupted: app.interruption.exitCode(),
      credentialsRefused: examination.credentialsRefused,
      failOn,
      silenced,
    }),
  };
}

/** Where nothing was judged, what was left out is what stayed open, and every format has to say so. */
function open(verdicts: readonly Verdict[], silenced: number): readonly Verdict[] {
  if (isJudged({ verdicts, silenced })) return verdicts;
  return verdicts.map((verdict) =>
    verdict.status === 'skipped' ? { ...verdict, status: 'unknown' as const } : verdict,
  );
}

/**
 * What the evidence of this run alone says of causes: null where nothing points at any. Loaded here, since it
 * weighs every subject's causes, and not for a run that is clear: evidence alone points at none.
 */
async function diagnosisOf(
  { verdicts, evidence }: Examination,
  target: Target,
): Promise<Report['diagnosis']> {
  if (verdicts.every(({ status }) => status === 'clear' || status === 'skipped')) return null;
  const { diagnose } = await import('../../checks/diagnose.ts');
  const diagnosis = diagnose(verdicts, evidence);
  const hypotheses = diagnosis.hypotheses.filter(
    ({ status, because }) => status !== 'possible' || because.length > 0,
  );
  const isPointedAt = hypotheses.some(({ status }) => status === 'possible');
  return diagnosis.status === 'caused' || isPointedAt
    ? aimedDiagnosis({ ...diagnosis, hypotheses }, target)
    : null;
}

/** What was looked at, without any password. */
export function targetOf(
  { name, assumed, origin, databaseUrl }: Target,
  { io }: Pick<App, 'io'>,
): Report['target'] {
  const database = databaseUrl === null ? null : databaseLabel(parseDatabaseUrl(databaseUrl, io.environment));
  return { name, baseUrl: origin, database, ...(assumed === true && { assumed }) };
}
