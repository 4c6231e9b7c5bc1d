import { setTimeout as sleep } from 'node:timers/promises';
import { healthShape } from '../../../checks/deployment/index.ts';
import type { Exchange } from '../../../checks/http/index.ts';
import type { Report } from '../../../checks/report.ts';
import { sparkline } from '../../output/sparkline.ts';
import { eraseUp } from '../../output/terminal-controls.ts';

export interface Watching {
  /** One whole examination; aborted with `signal`. */
  readonly look: () => Promise<Report>;
  readonly intervalMs: number;
  /** Ends the watch: the user, or the deadline. */
  readonly signal: AbortSignal;
  readonly isTerminal: boolean;
  /** Of the terminal. A longer line would wrap, and redrawing would go up too few lines. */
  readonly columns: number;
  /** Writes to the terminal as it is. */
  readonly print: (text: string) => void;
  /** One line, off a terminal; never to where the report goes. */
  readonly say: (line: string) => void;
  readonly now: () => Date;
}

/** One route over time. */
interface Row {
  readonly status: string;
  readonly latencies: readonly (number | null)[];
  readonly changedAt: Date;
}

const longestHistory = 24;
/** The heading above it. */
const shortestHistory = 'latency'.length;
const widthOfStatus = 'ECONNREFUSED'.length;
/** The status, the time of the last change and what stands between the columns. */
const widthOfRest = widthOfStatus + '00:00:00 UTC'.length + 3 * 2;

/**
 * Looks again and again until stopped; on a terminal as a table redrawn in place, elsewhere one line for each
 * change. Returns the worst report of all, which is what the watch ends with.
 */
export async function watchDeployment({
  look,
  intervalMs,
  signal,
  isTerminal,
  columns,
  print,
  say,
  now,
}: Watching): Promise<Report> {
  const rows = new Map<string, Row>();
  let worst: Report | null = null;
  let drawn = 0;
  let said = '';
  for (;;) {
    const report = await look();
    // A look that was cut short says nothing of the deployment; only a first one is better than none.
    if (worst === null || (!signal.aborted && rank(report) >= rank(worst))) worst = report;
    if (signal.aborted) return worst;
    const changed = update(rows, exchangesOf(report), now());
    const codes = report.verdicts.filter(({ status }) => status === 'found').map(({ check }) => check);
    const summary = codes.length === 0 ? 'nothing found' : codes.join(', ');
    if (isTerminal) {
      const table = [...draw(rows, columns), `${clock(now())}  ${summary}  (Ctrl-C ends)`.slice(0, columns)];
      print(`${eraseUp(drawn)}${table.join('\n')}\n`);
      drawn = table.length;
    } else {
      for (const path of changed)
        say(`${now().toISOString()} ${path} ${rows.get(path)?.status ?? ''} (${summary})`);
      if (changed.length === 0 && summary !== said) say(`${now().toISOString()} ${summary}`);
      said = summary;
    }
    try {
      await sleep(intervalMs, undefined, { signal });
    } catch {
      return worst;
    }
  }
}

/** From harmless to worst: clear, unknown, refused credentials, found, usage, residue. */
function rank({ exitCode }: Report): number {
  return [0, 3, 4, 1, 2, 5].indexOf(exitCode);
}

function exchangesOf(report: Report): Exchange[] {
  const health = healthShape.safeParse(report.evidence['health']);
  if (!health.success) return [];
  const { liveness, readiness, pool, classification, canary } = health.data;
  return [liveness, readiness, pool, classification, canary];
}

/** Adds one look to the rows; returns the routes whose status changed. */
function update(rows: Map<string, Row>, exchanges: readonly Exchange[], at: Date): string[] {
  const changed: string[] = [];
  for (const { request, answer, failure, phases } of exchanges) {
    const before = rows.get(request.path);
    const status = answer === null ? (failure?.code ?? failure?.layer ?? 'no answer') : String(answer.status);
    const same = before?.status === status;
    if (!same) changed.push(request.path);
    rows.set(request.path, {
      status,
      latencies: [...(before?.latencies ?? []), answer === null ? null : phases.total].slice(-longestHistory),
      changedAt: same ? before.changedAt : at,
    });
  }
  return changed;
}

function draw(rows: ReadonlyMap<string, Row>, columns: number): string[] {
  const widest = Math.max(5, ...[...rows.keys()].map((path) => path.length));
  const history = Math.max(shortestHistory, Math.min(longestHistory, columns - widest - widthOfRest));
  const line = (path: string, status: string, latency: string, change: string): string =>
    `${path.padEnd(widest)}  ${status.padEnd(widthOfStatus)}  ${latency.padEnd(history)}  ${change}`.slice(
      0,
      columns,
    );
  return [
    line('route', 'status', 'latency', 'last change'),
    ...[...rows].map(([path, { status, latencies, changedAt }]) =>
      line(path, status, sparkline(latencies.slice(-history)), clock(changedAt)),
    ),
  ];
}

/** Time of day, UTC, as the logs of Railway show it. */
function clock(at: Date): string {
  return `${at.toISOString().slice(11, 19)} UTC`;
}
