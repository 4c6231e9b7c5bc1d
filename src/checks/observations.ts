import type { Evidence } from './evidence.ts';
import type { Finding, Verdict } from './finding.ts';
import { groupBy } from './support/group-by.ts';

/** What a cause weighs: everything that one run saw, or several together. */
export interface Observations {
  /** By the probe's name; absent where it did not look, or could not. */
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
  /** The findings of these codes. */
  readonly found: (...codes: readonly string[]) => readonly Finding[];
  /** True where every one of these checks looked at all that it needs, and found nothing. */
  readonly clear: (...codes: readonly string[]) => boolean;
  /** True where at least one of these checks was asked. */
  readonly asked: (...codes: readonly string[]) => boolean;
  /** Why these checks could not be judged; empty where they could. */
  readonly unknown: (...codes: readonly string[]) => readonly string[];
}

/**
 * Makes verdicts and evidence ready to be weighed. A check that several runs asked is clear where each of
 * them says so.
 */
export function observationsOf(verdicts: readonly Verdict[], evidence: Evidence): Observations {
  const byCode = groupBy(verdicts, ({ check }) => check);
  const of = (codes: readonly string[]): readonly Verdict[] =>
    codes.flatMap((code) => byCode.get(code) ?? []);
  return {
    evidence,
    findings: verdicts.flatMap(({ findings }) => findings),
    found: (...codes) => of(codes).flatMap(({ findings }) => findings),
    clear: (...codes) =>
      codes.every((code) => {
        const own = byCode.get(code) ?? [];
        return own.length > 0 && own.every(({ status }) => status === 'clear');
      }),
    asked: (...codes) => of(codes).some(({ status }) => status !== 'skipped'),
    unknown: (...codes) =>
      of(codes).flatMap(({ status, reason }) => (status === 'unknown' && reason !== null ? [reason] : [])),
  };
}
