/** Lock modes of tables, the weakest first, by the names that `pg_locks` has for them. */
export const lockModes = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const;
export type LockMode = (typeof lockModes)[number];

/** Which modes stand in each other's way. Manual, table 13.2. */
const conflicts: Readonly<Record<LockMode, readonly LockMode[]>> = {
  AccessShareLock: ['AccessExclusiveLock'],
  RowShareLock: ['ExclusiveLock', 'AccessExclusiveLock'],
  RowExclusiveLock: ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'],
  ShareUpdateExclusiveLock: lockModes.slice(3),
  ShareLock: [
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
  ],
  ShareRowExclusiveLock: lockModes.slice(2),
  ExclusiveLock: lockModes.slice(1),
  AccessExclusiveLock: lockModes,
};

/** The modes that a request of this one waits for; none of a mode that is no table's (`SIReadLock`). */
export function conflictsOf(mode: string): readonly LockMode[] {
  return isLockMode(mode) ? conflicts[mode] : [];
}

export function isLockMode(mode: string): mode is LockMode {
  return (lockModes as readonly string[]).includes(mode);
}

/** Whether a request is stronger than what a write of rows takes. */
export function isStrong(mode: string): boolean {
  return isLockMode(mode) && lockModes.indexOf(mode) > lockModes.indexOf('RowExclusiveLock');
}

/** `ACCESS EXCLUSIVE`, as the manual and LOCK TABLE call `AccessExclusiveLock`. */
export function sqlMode(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

/** Of `ACCESS EXCLUSIVE`, or null where it is no mode. */
export function modeOfSql(words: string): LockMode | null {
  const wanted = words.trim().replace(/\s+/g, ' ').toUpperCase();
  return lockModes.find((mode) => sqlMode(mode) === wanted) ?? null;
}

/** Both modes' stronger one. */
export function stronger(one: LockMode, other: LockMode): LockMode {
  return lockModes.indexOf(one) >= lockModes.indexOf(other) ? one : other;
}
