import type { InForce } from '../probes/read-in-force.ts';
import { readMilliseconds, type Level, type Setting, type TimeoutName } from './setting.ts';
import { migrationMs } from './wanted.ts';

/** A role or database setting that is shorter than a migration needs, and that no other level corrects. */
export interface TooShort {
  readonly name: TimeoutName;
  readonly level: Level;
  readonly givenMs: number;
  readonly wantedMs: number;
  /** All levels that say something, the winner first. */
  readonly levels: Setting['levels'];
}

/** A transaction may take as long as its longest statement. */
const wanted: Partial<Record<TimeoutName, number>> = {
  ...migrationMs,
  transaction_timeout: migrationMs.statement_timeout,
};

/**
 * By the levels, not by what is in force: a SET of another client's may hide what the next connection gets.
 * A time of 0 is no limit, and kills nothing.
 */
export function shortForMigrations({ settings }: InForce): TooShort[] {
  return settings.flatMap(({ name, levels }) => {
    const wantedMs = wanted[name as TimeoutName];
    const [winner] = levels;
    const givenMs = winner === undefined ? null : readMilliseconds(winner.value);
    if (
      wantedMs === undefined ||
      winner === undefined ||
      givenMs === null ||
      givenMs === 0 ||
      givenMs >= wantedMs
    )
      return [];
    return [{ name: name as TimeoutName, level: winner.level, givenMs, wantedMs, levels }];
  });
}

const levelNames: Readonly<Record<Level, (who: Pick<InForce, 'role' | 'database'>) => string>> = {
  'role-in-database': ({ role, database }) => `the role ${role} in ${database}`,
  role: ({ role }) => `the role ${role}`,
  database: ({ database }) => `the database ${database}`,
  'all-roles': () => 'all roles',
};

export function levelText(level: Level, who: Pick<InForce, 'role' | 'database'>): string {
  return levelNames[level](who);
}
