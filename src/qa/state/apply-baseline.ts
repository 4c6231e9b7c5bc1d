import type { Report } from '../../checks/report.ts';
import type { App, Outcome } from '../command.ts';
import { exitCodeOf } from '../exit-code.ts';
import type { RunOptions } from '../options/options.ts';
import { readBaseline, silence, writeBaseline } from './baseline.ts';

/** Exit codes that say nothing of findings, and stand whatever is accepted. */
const standing = [4, 5, 130, 143];

/**
 * Reads the baseline that was asked for, before anything is contacted, and gives what is to be done with the
 * outcome of the run: write the new one, and be silent about what is known. Throws {@link UsageError}.
 */
export async function withBaseline(
  { baseline: file, writeBaseline: target }: Partial<RunOptions>,
  app: Pick<App, 'io' | 'say'>,
): Promise<(outcome: Outcome) => Promise<Outcome>> {
  const baseline = file === undefined ? null : await readBaseline(file, app.io.cwd);
  return async (outcome) => {
    if (!('report' in outcome)) return outcome;
    if (target !== undefined) await writeBaseline(target, app.io.cwd, outcome.report.verdicts);
    if (baseline === null) return outcome;
    const { verdicts, silenced } = silence(outcome.report.verdicts, baseline);
    if (silenced === 0) return outcome;
    app.say(
      `${silenced} known ${silenced === 1 ? 'finding is' : 'findings are'} in the baseline ${file} ` +
        'and not told.',
    );
    return { report: silentReport(outcome.report, verdicts, silenced) };
  };
}

function silentReport(report: Report, verdicts: Report['verdicts'], silenced: number): Report {
  const told = new Set(verdicts.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint)));
  const cause = report.diagnosis?.hypotheses.find(({ status }) => status === 'confirmed');
  // A cause all of whose symptoms are accepted is accepted with them.
  const isAccepted = cause !== undefined && !cause.explains.some((fingerprint) => told.has(fingerprint));
  const exitCode = exitCodeOf({
    verdicts,
    cleanup: report.cleanup.status,
    interrupted: null,
    credentialsRefused: false,
    failOn: report.failOn ?? 'error',
    silenced,
  });
  return {
    ...report,
    verdicts,
    diagnosis: isAccepted ? null : report.diagnosis,
    exitCode: standing.includes(report.exitCode) ? report.exitCode : exitCode,
  };
}
