import type { Report } from '../../../checks/report.ts';
import { UsageError, type Command } from '../../command.ts';
import { suggestion } from '../../options/nearest.ts';
import { comparisonLines, compareReports, proseLines } from '../../output/compare-reports.ts';
import { grid } from '../../output/grid.ts';
import { headline, verdictName } from '../../output/summary.ts';
import { readRuns } from '../../state/runs.ts';
import type { Options } from './options.ts';

/** Shows the runs that --record kept, and what changed since the last green one. Contacts nothing. */
export const command: Command<Options> = {
  run: async ({ command: name, last, format }, app) => {
    if (!Number.isInteger(last) || last < 1) throw new UsageError('--last takes a whole number from 1 on.');
    const recorded = await readRuns(app);
    requireRecorded(name, recorded);
    const runs = recorded.filter((run) => name === undefined || run.command === name);
    const [newest] = runs;
    const green = newest === undefined ? undefined : lastGreen(newest, runs);
    const changes = newest === undefined || green === undefined ? null : compareReports(green, newest);
    if (format === 'json') {
      const told = runs.slice(0, last).map((run) => ({
        startedAt: run.startedAt,
        command: run.command,
        target: run.target,
        durationMs: run.durationMs,
        exitCode: run.exitCode,
        verdict: headline(run),
      }));
      return { text: `${JSON.stringify({ schema: 1, runs: told, changes }, null, 2)}\n`, exitCode: 0 };
    }
    if (newest === undefined)
      return {
        text: 'No run is recorded: --record keeps one, with any command that ends with a report.\n',
        exitCode: 0,
      };
    const { columns } = app.terminal.out;
    const since =
      changes === null || green === undefined
        ? proseLines(`No earlier green run of qa ${newest.command} is recorded for the same target.`, columns)
        : [
            `Since the last green run of qa ${newest.command}, ${moment(green)}:`,
            ...comparisonLines(changes, columns),
          ];
    return { text: `${[...listed(runs.slice(0, last), columns), '', ...since].join('\n')}\n`, exitCode: 0 };
  },
};

/** Throws {@link UsageError} where the name is not one of those of which there are runs. */
function requireRecorded(name: string | undefined, runs: readonly Report[]): void {
  const known = [...new Set(runs.map(({ command: recorded }) => recorded))];
  if (name === undefined || runs.length === 0 || known.includes(name)) return;
  throw new UsageError(
    `No run of "${name}" is recorded: there are some of ${known.join(', ')}.${suggestion(name, known)}`,
  );
}

/** Of the same command and target, before the newest. */
function lastGreen(newest: Report, runs: readonly Report[]): Report | undefined {
  return runs.find(
    (run) =>
      run !== newest &&
      run.exitCode === 0 &&
      run.command === newest.command &&
      run.target.baseUrl === newest.target.baseUrl &&
      run.target.database === newest.target.database,
  );
}

function listed(runs: readonly Report[], columns: number): string[] {
  const rows = runs.map((run) => [
    moment(run),
    run.command,
    String(run.exitCode),
    verdictName(run) ?? headline(run),
  ]);
  return (
    grid(['when (UTC)', 'command', 'exit', 'verdict'], rows, columns) ??
    rows.flatMap(([when, command, exit, verdict]) => [
      `${when}  qa ${command}  exit ${exit}`,
      ...proseLines(`  ${verdict}`, columns),
    ])
  );
}

function moment({ startedAt }: Report): string {
  return startedAt.slice(0, 16).replace('T', ' ');
}
