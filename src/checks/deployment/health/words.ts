/**
 * health+json allows `pass`, `fail`, `warn` and, as their equals, `ok`, `error`, `up`, `down`
 * (draft-inadarei-api-health-check-06, section 3.1).
 */
const good = new Set([
  'ok',
  'pass',
  'passed',
  'warn',
  'up',
  'ready',
  'healthy',
  'alive',
  'live',
  'running',
  'pong',
  'success',
  'connected',
  'reachable',
  'available',
  'online',
  'true',
]);

/**
 * ASP.NET answers `Degraded` with 200 on purpose; whoever reads the status alone is told that all is well.
 */
const bad = new Set([
  'not_ready',
  'not_ok',
  'fail',
  'failed',
  'failing',
  'failure',
  'error',
  'errored',
  'down',
  'unhealthy',
  'degraded',
  'critical',
  'dead',
  'shutting_down',
  'worker_down',
  'unavailable',
  'out_of_service',
  'disconnected',
  'not_connected',
  'unreachable',
  'offline',
  'refused',
  'timeout',
  'timed_out',
  'false',
]);

/** What a body's word for a state means; null for a word that names none that we know. */
export function stateOfWord(said: string): 'good' | 'bad' | null {
  const word = said
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/[.!]+$/, '');
  if (good.has(word)) return 'good';
  if (bad.has(word)) return 'bad';
  // `error: connection refused`: the word, and then the reason.
  return bad.has(/^([a-z_]+?)_?:/.exec(word)?.[1] ?? '') ? 'bad' : null;
}

const applied = new Set([
  'applied',
  'ok',
  'up_to_date',
  'up-to-date',
  'current',
  'head',
  'none',
  'complete',
  'false',
]);

/** Whether what a body says of migrations means that none is pending. */
export function saysApplied(said: string | boolean): boolean {
  return applied.has(String(said).toLowerCase());
}
