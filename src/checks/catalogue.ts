import type { Check } from './check.ts';
import { deploymentChecks } from './deployment/index.ts';
import { foreignKeyChecks } from './foreign-keys/index.ts';
import { httpChecks } from './http/index.ts';
import { obstructedDdl, standingLockChecks } from './locks/index.ts';
import { migrationChecks } from './migrations/index.ts';
import { muteChecks } from './mute/index.ts';
import { repairChecks } from './repair/index.ts';
import { sessionChecks } from './sessions/index.ts';

/**
 * What there is to look at: each subject's folder, the commands that look, and its checks in reading order.
 */
export const subjects = [
  { subject: 'http', commands: ['verify-mute', 'verify-railway'], checks: httpChecks },
  { subject: 'mute', commands: ['verify-mute'], checks: muteChecks },
  { subject: 'deployment', commands: ['verify-railway'], checks: deploymentChecks },
  { subject: 'foreign-keys', commands: ['inspect-fk'], checks: foreignKeyChecks },
  { subject: 'sessions', commands: ['inspect-sessions'], checks: sessionChecks },
  { subject: 'migrations', commands: ['inspect-migrations'], checks: migrationChecks },
  { subject: 'repair', commands: ['repair-fk'], checks: repairChecks },
  { subject: 'locks', commands: ['inspect-locks'], checks: [...standingLockChecks, obstructedDdl] as const },
] as const;

/**
 * A check and where it belongs. One code can stand in two subjects that see the same failing state from two
 * sides (readiness says that migrations are pending, or the database itself does); title, severity and why
 * are then the same, and what to do is said by each.
 */
export interface CatalogueEntry {
  /** Its folder below `src/checks`. */
  readonly subject: (typeof subjects)[number]['subject'];
  /** The commands that run it. */
  readonly commands: readonly string[];
  readonly check: Check;
}

/** Every check there is, in reading order. */
export const catalogue: readonly CatalogueEntry[] = subjects.flatMap(({ subject, commands, checks }) =>
  checks.map((check: Check): CatalogueEntry => ({ subject, commands, check })),
);
