import type { Cleanup } from '../../../checks/report.ts';
import type { CarryOver } from '../../../checks/sessions/index.ts';

/** A setting that was left on a pooled connection, and could not be seen to be gone. */
export function cleanupOf(left: CarryOver | null): Cleanup {
  if (left === null || left.setting === null) return { status: 'not-needed', undo: [] };
  if (left.undone) return { status: 'complete', undo: [] };
  const undo =
    left.backend === null
      ? `-- ends every pooled connection of this role; one of them may hold the setting ${left.setting}\n` +
        'select pg_terminate_backend(pid) from pg_stat_activity ' +
        "where usename = current_user and state = 'idle' and pid <> pg_backend_pid();"
      : `select pg_terminate_backend(${left.backend}); -- this pooled connection may hold ${left.setting}`;
  return { status: 'incomplete', undo: [undo] };
}
