import { resolve } from 'node:path';
import type { Report } from '../../../checks/report.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import type { ArgumentsCamelCase } from 'yargs';
import { examine, observed, type Examination } from '../../../checks/examine.ts';
import {
  foreignKeyChecks,
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
import { relationNames } from '../../../checks/access/index.ts';
import { namingBlockers } from '../../../checks/locks/index.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { reportOf } from '../../output/report-of.ts';
import { readBaseline, silence, writeBaseline } from '../../state/baseline.ts';
import { stateDirectory } from '../../state/state-directory.ts';
import { alsoFlagged, readExpected } from '../../target/database-access.ts';
import { readAddress } from '../../target/read-address.ts';
import { readLimits } from '../../target/read-limits.ts';
import { runDeadline } from '../../target/deadline.ts';
import { resolveTarget } from '../../target/target.ts';
import type { Options } from './options.ts';
import { readPlaces, type OrphanPlaces } from './orphan-places.ts';
import { orphanTimes, rememberPlaces } from './resume.ts';
import { readSelection, requireTables } from './selection.ts';

/** Inspects the foreign keys of a live database: reads only, in transactions that are proven read-only. */
export const command: Command<Options> = {
  run: async (options, app) => {
    const startedAt = new Date();
    const target = alsoFlagged(await resolveTarget(options, app), options.expect);
    const checks = selectChecks(foreignKeyChecks, options);
    const { selection, orphans } = readSelection(options);
    if (options.resume && orphans === null)
      throw new UsageError('--resume goes on with counting rows without a parent: give --orphans too.');
    const expectations = await readExpected(options.expect, app, target);
    const baseline = options.baseline === undefined ? null : await readBaseline(options.baseline, app.io.cwd);
    const address = await readAddress(target, app);

    const { signal, ends } = runDeadline(options.deadline, app);
    const connection = openDatabase({
      address,
      applicationName: 'facteur-qa inspect-fk',
      connectTimeoutMs: options.timeout,
      signal,
    });
    const database = namingBlockers(connection, signal);
    const places: OrphanPlaces =
      orphans === null ? new Map() : await readPlaces(stateDirectory(app.io), database.label);
    if (options.resume && places.size === 0)
      app.say(`No count of ${database.label} stopped part way: counting begins at the start.`);
    const context: ForeignKeyContext = {
      signal,
      progress: app.progress,
      database,
      limits: readLimits(options.timeout),
      selection,
      expectations,
      orphans:
        orphans === null
          ? null
          : { ...orphans, ...orphanTimes(options), samples: options.hideSamples ? 0 : 5 },
      ...(options.resume && { resumed: places }),
    };
    try {
      const judged = options.snapshot
        ? foreignKeyChecks.filter(({ code }) => code === 'missing-foreign-key')
        : checks;
      const examination = await examine({ checks: judged, always: [keys], context });
      await requireTables(examination, options, () => relationNames(connection, context.limits));
      if (options.snapshot) return takeSnapshot(examination, selection, app);
      if (orphans !== null)
        await rememberPlaces(examination, { places, database: database.label, options, target, app });
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
    } finally {
      ends();
      await database.close();
    }
  },
};

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
