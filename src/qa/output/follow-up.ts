import type { Verdict } from '../../checks/finding.ts';
import type { Diagnosis } from '../../checks/report.ts';
import { shellWord } from '../../checks/support/shell.ts';
import type { Target } from '../target/target.ts';

const needsDatabase = /^qa (inspect-|repair-fk|diagnose)/;

/** The commands of a diagnosis, aimed at the same target as this run. */
export function aimedDiagnosis(
  diagnosis: Diagnosis,
  {
    flags,
    databaseUrl,
    databaseFlag,
    tokenWords = ['-'],
  }: Pick<Target, 'flags' | 'databaseUrl' | 'databaseFlag' | 'tokenWords'>,
): Diagnosis {
  const aim = (command: string): string => {
    // Where this run knows the database, so does the next one that is given the same flags and environment.
    const known = databaseUrl === null ? command : command.replace(' --database-url "$DATABASE_URL"', '');
    // A line that waits for a token on standard input, pasted, looks as if it hung.
    const asked = known.replace(/^(qa [a-z-]+) -(?= |$)/, (_, start) => [start, ...tokenWords].join(' '));
    return asked.startsWith('qa ') ? followUp(asked, { flags, databaseFlag }) : asked;
  };
  return {
    ...diagnosis,
    hypotheses: diagnosis.hypotheses.map((each) => ({
      ...each,
      wouldDecide: each.wouldDecide.map(aim),
      doNow: each.doNow.map(aim),
    })),
  };
}

/**
 * Commands of ours that a finding recommends, with the flags that this run was given: pasted, they look at
 * the same target.
 */
export function aimed(verdict: Verdict, target: Target): Verdict {
  const findings = verdict.findings.map((finding) => {
    const { command } = finding.remedy;
    return command?.startsWith('qa ')
      ? { ...finding, remedy: { ...finding.remedy, command: followUp(command, target) } }
      : finding;
  });
  return { ...verdict, findings };
}

/**
 * A command of ours with the flags of this run, but for what it says itself; and the way to the same database
 * where that came as a flag: in the environment, and without a password, which a report must not hold
 * (`PGPASSWORD` or `.pgpass` has it).
 */
export function followUp(
  command: string,
  { flags, databaseFlag }: Pick<Target, 'flags' | 'databaseFlag'>,
): string {
  const words = command.split(/[ =]/);
  const line = [command, ...flags.filter((flag) => !words.includes(flag.split(' ', 1)[0] ?? ''))].join(' ');
  return databaseFlag !== null && needsDatabase.test(line)
    ? `QA_DATABASE_URL=${shellWord(databaseFlag)} ${line}`
    : line;
}
