import type { Observed } from '../../check.ts';
import type { InForce } from '../probes/read-in-force.ts';
import { setForRole } from '../remedies/statements.ts';
import { timeoutMs, timeLiteral, type TimeoutName } from './setting.ts';

/** Finds a time that has no limit, unless one of `orElse` bounds the same. */
export function unsetTime(
  seen: InForce,
  name: TimeoutName,
  {
    orElse,
    ms,
    message,
  }: { readonly orElse: readonly TimeoutName[]; readonly ms: number; readonly message: string },
): Observed[] {
  const bounded = [name, ...orElse].some((each) => (timeoutMs(seen.settings, each) ?? 0) > 0);
  const setting = seen.settings.find((each) => each.name === name);
  if (bounded || setting === undefined) return [];
  const { source, levels } = setting;
  return [
    {
      subject: name,
      message,
      facts: { source, levels },
      sql: [setForRole(setting, seen, name, timeLiteral(ms))],
    },
  ];
}
