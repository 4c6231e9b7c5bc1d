import type { CarryOver } from '../probes/carry-over.ts';
import type { Pooler } from './verdict.ts';

/** Whether named prepared statements, as drivers make them, work through this connection. */
export function preparedText(mode: Pooler['mode'], { statementSeen, statementLost }: CarryOver): string {
  if (mode === 'direct') return 'Named prepared statements work.';
  if (statementLost !== null) return `Named prepared statements do not work: ${statementLost}.`;
  if (statementSeen === true)
    return 'Named prepared statements do not work: one client meets those of another.';
  if (mode === 'session') return 'Named prepared statements work as long as the session lasts.';
  if (statementSeen === null) return 'Whether named prepared statements work could not be seen.';
  return 'Named prepared statements work.';
}
