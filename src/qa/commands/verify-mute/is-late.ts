import type { Finding } from '../../../checks/finding.ts';

/** Whether a finding says that an answer did not come in time: a lock in the database may hold it up. */
export function isLate({ code, facts }: Finding): boolean {
  return code === 'slow-response' || (code === 'unreachable-api' && facts['layer'] === 'timeout');
}
