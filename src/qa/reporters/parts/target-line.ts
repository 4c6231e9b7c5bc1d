import type { Report } from '../../../checks/report.ts';

/** The command and what it looked at. `prod` is said only of what someone called so. */
export function targetLine({ command, target }: Pick<Report, 'command' | 'target'>): string {
  return [`qa ${command}`, shownTarget(target), target.baseUrl, target.database]
    .filter((part) => part !== null)
    .join(' · ');
}

/** What tells one target's series and results from another's: its address, where nobody named it. */
export function targetKey({ name, assumed, baseUrl, database }: Report['target']): string {
  if (assumed !== true) return name;
  if (baseUrl === null) return database ?? name;
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}

/** The target's name; null where none was given and the address came from a flag or the environment. */
export function shownTarget({ name, assumed }: Report['target']): string | null {
  return assumed === true ? null : name;
}
