import { sessionLines as linesOf } from '../../../checks/sessions/index.ts';
import type { Report } from '../../../checks/report.ts';

/**
 * What a connection to a database is, and what is in force through it; none for a run that did not look at
 * one.
 */
export function sessionLines({ command, evidence }: Report): string[] {
  return command === 'inspect-sessions' ? linesOf(evidence) : [];
}
