import { resolve } from 'node:path';
import type { ArgumentsCamelCase } from 'yargs';
import { relationNames } from '../../../checks/access/index.ts';
import { observed, type Examination } from '../../../checks/examine.ts';
import {
  foreignKeyScope,
  healthyAsCounts,
  keys,
  mergeRemedies,
  neverGreenOnNothing,
  orphans as orphanCounts,
  snapshot,
  type ForeignKeyContext,
  type Selection,
} from '../../../checks/foreign-keys/index.ts';
import type { Database } from '../../../checks/postgres/index.ts';
import type { Report } from '../../../checks/report.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import { UsageError, type App, type Outcome } from '../../command.ts';
import { reportOf } from '../../output/report-of.ts';
import { silence, writeBaseline } from '../../state/baseline.ts';
import type { Target } from '../../target/target.ts';
import type { Options } from './options.ts';
import type { OrphanPlaces } from './orphan-places.ts';
import { rememberPlaces } from './resume.ts';
import { requireTables } from './selection.ts';

/** The run whose examination is told. */
interface Run {
  readonly startedAt: Date;
  readonly target: Target;
  readonly context: ForeignKeyContext;
  /** Which names no blockers: what it is asked here has nothing to do with keys. */
  readonly connection: Database;
  readonly baseline: ReadonlySet<string> | null;
  readonly places: OrphanPlaces;
  readonly options: ArgumentsCamelCase<Options>;
  readonly app: App;
}

/** What `qa inspect-fk` says of what was seen: a report, or the snapshot that was asked for. */
export async function tell(examination: Examination, run: Run): Promise<Outcome> {
  const { startedAt, target, context, connection, baseline, places, options, app } = run;
  await requireTables(examination, options, () => relationNames(connection, context.limits));
  if (options.snapshot) return takeSnapshot(examination, context.selection, app);
  if (context.orphans !== null)
    await rememberPlaces(examination, { places, database: connection.label, options, target, app });
  if (options.writeBaseline !== undefined)
    await writeBaseline(options.writeBaseline, app.io.cwd, examination.verdicts);
  const seen = observed(examination, keys);
  const judgedVerdicts =
    seen === null ? examination.verdicts : neverGreenOnNothing(examination.verdicts, seen);
  const { verdicts, silenced } =
    baseline === null ? { verdicts: judgedVerdicts, silenced: 0 } : silence(judgedVerdicts, baseline);
  if (silenced > 0)
    app.say(
      `${silenced} known ${silenced === 1 ? 'finding is' : 'findings are'} in the baseline ` +
        `${options.baseline} and not told.`,
    );
  const report = await reportOf({
    command: 'inspect-fk',
    app,
    target,
    startedAt,
    examination: told({ ...examination, verdicts: mergeRemedies(verdicts) }, options),
    failOn: options.failOn,
    silenced,
    scope: seen === null ? null : foreignKeyScope(seen, observed(examination, orphanCounts)),
  });
  if (options.remedies !== undefined) await writeRemedies(options.remedies, report, app);
  return { report };
}

/** A picture shows healthy keys too. */
function told(examination: Examination, { evidence, format }: ArgumentsCamelCase<Options>): Examination {
  const draws = format.some(({ format: name }) => ['html', 'mermaid', 'dot'].includes(name));
  return evidence || draws ? examination : healthyAsCounts(examination);
}

async function writeRemedies(file: string, report: Report, { io, secrets }: App): Promise<void> {
  // Loaded here, since few runs ask for it.
  const { remediesFile } = await import('../../output/remedies-file.ts');
  const { writeWhole } = await import('../../state/write-whole.ts');
  const path = resolve(io.cwd, file);
  await writeWhole(path, secrets.redact(remediesFile(report))).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be written: ${describeError(error)}.`);
  });
}

function takeSnapshot(examination: Examination, selection: Selection, app: App) {
  const seen = observed(examination, keys);
  if (seen !== null) return { text: `${JSON.stringify(snapshot(seen, selection), null, 2)}\n`, exitCode: 0 };
  const { verdicts, credentialsRefused } = examination;
  throw new UsageError(
    `No snapshot was taken: ${verdicts[0]?.reason ?? 'the keys could not be read'}.`,
    app.interruption.exitCode() ?? (credentialsRefused ? 4 : 3),
  );
}
