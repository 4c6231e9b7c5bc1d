import type { Report } from '../../../checks/report.ts';

/** The command and what it looked at. `prod` is said only of what someone called so. */
export function targetLine({ command, target }: Pick<Report, 'command' | 'target'>): string {
  return [`qa ${command}`, shownTarget(target), target.baseUrl, target.database]
    .filter((part) => part !== null)
    .join(' · ');
}

/** The target's name; null where none was given and the address came from a flag or the environment. */
export function shownTarget({ name, assumed }: Report['target']): string | null {
  return assumed === true ? null : name;
}
