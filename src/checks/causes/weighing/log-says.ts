import type { Reason } from '../../deployment/start-log/signs.ts';
import type { Finding } from '../../finding.ts';
import type { Observations } from '../../observations.ts';
import { messagesOf } from './by-checks.ts';

/** What the deployment's log says of the last start, for these reasons. */
export function logSays(seen: Observations, ...reasons: readonly Reason[]): string[] {
  return messagesOf(seen.found('failed-start').filter(isLogOf(...reasons)));
}

/**
 * Whether a finding is of a start that failed for one of these reasons, or only says that starts failed:
 * whatever fails once fails again, and in a row.
 */
export function isStartFailedBy(...reasons: readonly Reason[]): (finding: Finding) => boolean {
  const isOfReason = isLogOf(...reasons);
  return (finding) =>
    finding.code === 'failed-start' &&
    (isOfReason(finding) || ['failed-startup', 'failed-healthcheck', 'crash-loop'].includes(finding.subject));
}

function isLogOf(...reasons: readonly Reason[]): (finding: Finding) => boolean {
  const known: ReadonlySet<string> = new Set(reasons);
  return ({ subject }) => known.has(subject);
}
