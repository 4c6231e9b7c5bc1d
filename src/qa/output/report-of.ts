import type { Examination } from '../../checks/examine.ts';
import type { Verdict } from '../../checks/finding.ts';
import { databaseLabel, parseDatabaseUrl } from '../../checks/postgres/index.ts';
import type { Cleanup, Report } from '../../checks/report.ts';
import type { App } from '../command.ts';
import { exitCodeOf } from '../exit-code.ts';
import type { FailOn } from '../options/options.ts';
import type { Target } from '../target/target.ts';

export interface Reported {
  readonly command: string;
  readonly app: Pick<App, 'version' | 'interruption' | 'io'>;
  readonly target: Target;
  readonly startedAt: Date;
  readonly examination: Examination;
  readonly cleanup?: Cleanup;
  readonly failOn: FailOn;
}

const notNeeded: Cleanup = { status: 'not-needed', undo: [] };

/** The report of a run that ends now. */
export function reportOf({
  command,
  app,
  target,
  startedAt,
  examination,
  cleanup = notNeeded,
  failOn,
}: Reported): Report {
  return {
    schema: 1,
    tool: { name: 'facteur-qa', version: app.version },
    command,
    target: {
      name: target.name,
      baseUrl: target.origin,
      database:
        target.databaseUrl === null
          ? null
          : databaseLabel(parseDatabaseUrl(target.databaseUrl, app.io.environment)),
    },
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    evidence: examination.evidence,
    verdicts: examination.verdicts.map((verdict) => aimed(verdict, target)),
    diagnosis: null,
    cleanup,
    exitCode: exitCodeOf({
      verdicts: examination.verdicts,
      cleanup: cleanup.status,
      interrupted: app.interruption.exitCode(),
      credentialsRefused: examination.credentialsRefused,
      failOn,
    }),
  };
}

/**
 * Commands of ours that a finding recommends, with the flags that this run was given: pasted, they look at
 * the same target.
 */
function aimed(verdict: Verdict, { flags }: Target): Verdict {
  if (flags.length === 0) return verdict;
  const findings = verdict.findings.map((finding) => {
    const { command } = finding.remedy;
    return command?.startsWith('qa ')
      ? { ...finding, remedy: { ...finding.remedy, command: [command, ...flags].join(' ') } }
      : finding;
  });
  return { ...verdict, findings };
}
