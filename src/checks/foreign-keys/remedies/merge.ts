import type { Finding, Verdict } from '../../finding.ts';

/**
 * One statement where several findings propose the same: the first keeps it, the others say where it stands.
 * Pasted in its own order a report then does each thing once.
 */
export function mergeRemedies(verdicts: readonly Verdict[]): Verdict[] {
  const givenBy = new Map<string, Finding>();
  return verdicts.map((verdict) => ({
    ...verdict,
    findings: verdict.findings.map((finding) => {
      const { sql, advice } = finding.remedy;
      // Nearly every statement is proposed once.
      if (!sql.some((statement) => givenBy.has(statement))) {
        for (const statement of sql) givenBy.set(statement, finding);
        return finding;
      }
      const others = new Set<string>();
      const own = sql.filter((statement) => {
        const given = givenBy.get(statement);
        if (given === undefined) givenBy.set(statement, finding);
        else others.add(`${given.code} (${given.subject})`);
        return given === undefined;
      });
      const pointer = `What ${[...others].join(' and ')} proposes cures this too.`;
      return { ...finding, remedy: { ...finding.remedy, sql: own, advice: `${advice} ${pointer}` } };
    }),
  }));
}
