import type { Reason } from '../../deployment/start-log/signs.ts';
import type { Finding } from '../../finding.ts';
import type { Observations } from '../../observations.ts';
import { messagesOf } from './by-checks.ts';

/** What the deployment's log says of the last start, for these reasons. */
export function logSays(seen: Observations, ...reasons: readonly Reason[]): string[] {
  return messagesOf(seen.found('failed-start').filter(isLogOf(...reasons)));
}

/** What a log says that only tells that starts fail, in a row or not. */
const mereFailures: readonly string[] = ['failed-startup', 'failed-healthcheck', 'crash-loop'];

/**
 * Whether a finding is of a start that failed for one of these reasons, only says that starts fail, or is
 * what that looks like from outside: nobody is there to answer.
 */
export function isStartFailedBy(...reasons: readonly Reason[]): (finding: Finding) => boolean {
  const isOfReason = isLogOf(...reasons);
  return (finding) =>
    finding.code === 'failed-start'
      ? isOfReason(finding) || mereFailures.includes(finding.subject)
      : isSilence(finding);
}

function isSilence({ code, facts }: Finding): boolean {
  if (code === 'unreachable-api') return facts['layer'] === 'tcp' || facts['layer'] === 'reset';
  return code === 'railway-edge-error' || code === 'failed-deployment';
}

function isLogOf(...reasons: readonly Reason[]): (finding: Finding) => boolean {
  const known: ReadonlySet<string> = new Set(reasons);
  return ({ subject }) => known.has(subject);
}
