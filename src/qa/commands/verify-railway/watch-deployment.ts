import { healthShape } from '../../../checks/deployment/index.ts';
import type { Exchange } from '../../../checks/http/index.ts';
import type { Report } from '../../../checks/report.ts';
import { sparkline } from '../../output/sparkline.ts';
import { clock, watch, type Watching } from '../../output/watch.ts';

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

/** Looks again and again until stopped: the health routes, their status and latency, as a table. */
export function watchDeployment(watching: Watching): Promise<Report> {
  const rows = new Map<string, Row>();
  let said = '';
  return watch(watching, (report, at) => {
    const changed = update(rows, exchangesOf(report), at);
    const codes = report.verdicts.filter(({ status }) => status === 'found').map(({ check }) => check);
    const summary = codes.length === 0 ? 'nothing found' : codes.join(', ');
    const changes = changed.map((path) => `${path} ${rows.get(path)?.status ?? ''} (${summary})`);
    if (changes.length === 0 && summary !== said) changes.push(summary);
    said = summary;
    return { drawn: draw(rows, watching.columns), changes, summary };
  });
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
