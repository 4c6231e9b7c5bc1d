import type { Report } from '../../../checks/report.ts';
import { groupBy } from '../../../checks/support/group-by.ts';
import type { Page } from './page.ts';

/** Up to so many checks are named; more are counted, since the reason is what helps. */
const mostNames = 4;

export interface Unjudged {
  readonly status: 'skipped' | 'unknown';
  readonly reason: string;
  readonly checks: readonly string[];
}

/**
 * What was not judged, and why: checks that share a reason, but for how it is punctuated, are told together.
 */
export function unjudged({ verdicts }: Pick<Report, 'verdicts'>): Unjudged[] {
  const open = verdicts.flatMap(({ check, status, reason }) =>
    reason === null ? [] : [{ check, status: status === 'skipped' ? status : ('unknown' as const), reason }],
  );
  const groups = groupBy(open, ({ status, reason }) => `${status} ${letters(reason)}`);
  return [...groups.values()].map((group) => ({
    status: group[0].status,
    reason: group[0].reason,
    checks: group.map(({ check }) => check),
  }));
}

/** A line a reason. What a finding above has quoted is not quoted again. */
export function unjudgedLines(report: Report, page: Page, all: boolean): string[] {
  const said = report.verdicts.flatMap(({ findings }) => findings.map(({ message }) => letters(message)));
  return unjudged(report)
    .filter(({ status }) => all || status !== 'skipped')
    .flatMap(({ status, reason, checks }) => {
      const mark = status === 'skipped' ? '-' : '?';
      const names =
        all || checks.length <= mostNames
          ? `${checks.join(', ')}`
          : `${checks.length} checks ${status === 'skipped' ? 'skipped' : 'not run'}`;
      return page.prose(`${mark} ${names}: ${all ? reason : unsaid(reason, said)}`, 0, 2);
    });
}

function unsaid(reason: string, said: readonly string[]): string {
  const end = reason.indexOf(': ');
  const rest = end < 0 ? '' : letters(reason.slice(end));
  return rest.length > 0 && said.some((message) => message.includes(rest)) ? reason.slice(0, end) : reason;
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
