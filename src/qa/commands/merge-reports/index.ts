import type { Report } from '../../../checks/report.ts';
import { UsageError, type Command } from '../../command.ts';
import { worstExitCode } from '../../exit-code.ts';
import { fleetReport, partFor, type TargetPart } from '../../output/fleet-report.ts';
import { merge } from '../../output/merge.ts';
import { readReports } from '../../output/read-reports.ts';
import type { Options } from './options.ts';

/** Makes one report of several saved ones: of shards, of targets, or of commands. Judges nothing again. */
export const command: Command<Options> = {
  run: async ({ reports: files }, app) => {
    const reports = await readReports(files, app);
    const begins = Math.min(...reports.map(({ startedAt }) => Date.parse(startedAt)));
    const ends = Math.max(...reports.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs));
    const [first] = reports;
    if (first === undefined) throw new UsageError('merge-reports takes the files of saved JSON reports.');
    const isOneTarget = reports.every((report) => report.targets === undefined && isSame(report, first));
    const time = { startedAt: new Date(begins), durationMs: ends - begins };
    if (isOneTarget) return { report: ofOneTarget(reports, { ...first, ...time, version: app.version }) };
    const names = new Set(reports.map(({ target }) => target.name));
    const parts = [...reports.map((report) => partOf(report, reports)), ...missingShards(reports, files)];
    const name = names.size === 1 ? first.target.name : 'several';
    const whole = {
      command: 'merge-reports',
      name,
      version: app.version,
      failOn: first.failOn,
      shard: null,
      others: 0,
      ...time,
    };
    return { report: fleetReport(parts, whole) };
  },
};

function isSame({ target: one }: Report, { target: other }: Report): boolean {
  return one.name === other.name && one.baseUrl === other.baseUrl && one.database === other.database;
}

/** What several commands saw of one target. `qa diagnose --from` weighs causes, which this does not. */
function ofOneTarget(
  reports: readonly Report[],
  {
    target,
    startedAt,
    durationMs,
    version,
    failOn,
  }: Pick<Report, 'target' | 'durationMs' | 'failOn'> & { startedAt: Date; version: string },
): Report {
  return {
    schema: 1,
    tool: { name: 'facteur-qa', version },
    command: 'merge-reports',
    target,
    startedAt: startedAt.toISOString(),
    durationMs,
    scope: null,
    ...merge(reports),
    ...(failOn !== undefined && { failOn }),
    diagnosis: null,
    exitCode: worstExitCode(reports.map(({ exitCode }) => exitCode)),
  };
}

function partOf(report: Report, all: readonly Report[]): TargetPart {
  const { target, targets, verdicts, cleanup, exitCode, scope } = report;
  if (targets !== undefined)
    return {
      target: null,
      outcomes: targets,
      verdicts,
      cleanup,
      exitCode,
      requests: scope?.requests ?? null,
    };
  // Two places under one name would read as one.
  const isAlone = all.every((other) => other.target.name !== target.name || isSame(other, report));
  const name = isAlone ? target.name : `${target.name} (${target.baseUrl ?? target.database})`;
  return partFor({ ...report, target: { ...target, name } });
}

/** A whole that lacks a part is not green. Throws {@link UsageError} for parts of different wholes. */
function missingShards(reports: readonly Report[], files: readonly string[]): TargetPart[] {
  const shards = reports.flatMap(({ shard }, place) => (shard ? [{ ...shard, file: files[place] }] : []));
  const [first] = shards;
  if (first === undefined) return [];
  for (const [place, { index, of, file }] of shards.entries()) {
    if (of !== first.of)
      throw new UsageError(
        `${first.file} is a part of ${first.of}, and ${file} of ${of}: merge parts of one whole.`,
      );
    const twin = shards.slice(0, place).find((earlier) => earlier.index === index);
    if (twin !== undefined)
      throw new UsageError(`${twin.file} and ${file} are both part ${index} of ${of}: give each part once.`);
  }
  const indexes = Array.from({ length: first.of }, (_, place) => place + 1);
  const missing = indexes.filter((index) => shards.every((shard) => shard.index !== index));
  if (missing.length === 0) return [];
  const reason = `of ${first.of} parts ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`;
  return [
    {
      target: null,
      outcomes: [],
      verdicts: [{ check: 'merge-reports', status: 'unknown', reason, findings: [] }],
      cleanup: { status: 'not-needed', undo: [] },
      requests: null,
      exitCode: 3,
    },
  ];
}
