import type { Verdict } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { groupBy } from '../../checks/support/group-by.ts';
import { worstExitCode } from '../exit-code.ts';
import { headline } from './summary.ts';
import { merge } from './merge.ts';

type Outcome = NonNullable<Report['targets']>[number];

/** What of one target's report stands in the one of many. */
export interface TargetPart extends Pick<Report, 'verdicts' | 'cleanup'> {
  /** Whose verdicts these are; null where they name their targets already. */
  readonly target: string | null;
  readonly outcomes: readonly Outcome[];
  readonly requests: number | null;
  readonly exitCode: number;
}

/** How many names a reason is told with. */
const most = 5;

/** The part of a target: no evidence, and every finding under the target's name. */
export function partFor(report: Report): TargetPart {
  const { command, target, exitCode, durationMs, verdicts, cleanup, scope } = report;
  const { name, baseUrl, database } = target;
  return {
    target: name,
    outcomes: [{ name, command, baseUrl, database, exitCode, durationMs, headline: headline(report) }],
    verdicts: verdicts.map((verdict) => named(verdict, name)),
    cleanup: { ...cleanup, undo: cleanup.undo.length === 0 ? [] : [`# ${name}`, ...cleanup.undo] },
    requests: scope?.requests ?? null,
    exitCode,
  };
}

function named(verdict: Verdict, name: string): Verdict {
  const findings = verdict.findings.map((finding) => {
    const subject = `${name}: ${finding.subject}`;
    return { ...finding, subject, fingerprint: finding.fingerprint.replace(':', `:${name}: `) };
  });
  return { ...verdict, findings };
}

interface Whole {
  readonly version: string;
  readonly command: string;
  readonly name: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly failOn: Report['failOn'];
  readonly shard: Report['shard'];
  /** How many targets other shards have. */
  readonly others: number;
}

/** One report of many targets. Pure. */
export function fleetReport(parts: readonly TargetPart[], whole: Whole): Report {
  const { verdicts, cleanup } = merge(parts.map((part) => ({ ...part, evidence: {} })));
  const reasons = groupBy(
    parts.flatMap(({ target, verdicts: own }) => own.map((verdict) => ({ target, verdict }))),
    ({ verdict }) => verdict.check,
  );
  const requests = parts.reduce<number | null>((sum, part) => add(sum, part.requests), null);
  const { shard = null, others } = whole;
  const leftOut =
    shard === null ? [] : [{ what: `${others} other targets`, reason: `--shard ${shard.index}/${shard.of}` }];
  return {
    schema: 1,
    tool: { name: 'facteur-qa', version: whole.version },
    command: whole.command,
    target: { name: whole.name, baseUrl: null, database: null },
    startedAt: whole.startedAt.toISOString(),
    durationMs: whole.durationMs,
    scope: { server: null, role: null, schemas: [], tables: null, keys: null, rows: null, requests, leftOut },
    evidence: {},
    verdicts: verdicts.map((verdict) => ({
      ...verdict,
      reason: verdict.reason === null ? null : reasonOf(verdict, reasons.get(verdict.check) ?? []),
    })),
    diagnosis: null,
    cleanup,
    ...(whole.failOn !== undefined && { failOn: whole.failOn }),
    exitCode: worstExitCode(parts.map(({ exitCode }) => exitCode)),
    targets: parts.flatMap(({ outcomes }) => outcomes),
    shard,
  };
}

/** Each reason once, with whom it is about. */
function reasonOf(
  { status }: Verdict,
  own: readonly { readonly target: string | null; readonly verdict: Verdict }[],
): string {
  const telling = own.filter(
    ({ verdict }) =>
      verdict.reason !== null &&
      (status === 'skipped' || verdict.status === 'unknown' || verdict.status === 'found'),
  );
  const grouped = groupBy(telling, ({ verdict }) => verdict.reason ?? '');
  return [...grouped]
    .map(([reason, same]) => `${whose(same.map(({ target }) => target))}${reason}`)
    .join('; ');
}

/** Nobody's, where the reason itself names its targets. */
function whose(targets: readonly (string | null)[]): string {
  const names = targets.filter((name) => name !== null);
  if (names.length === 0) return '';
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}: `;
}

function add(sum: number | null, more: number | null): number | null {
  return more === null ? sum : (sum ?? 0) + more;
}
