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
  'passing',
  'warning',
  'green',
  'operational',
  'active',
  'normal',
  'fine',
  'good',
  'serving',
  'started',
  'working',
  'open',
  'up_and_running',
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
  'nok',
  'ko',
  'red',
  'fatal',
  'panic',
  'broken',
  'starting',
  'initializing',
  'connecting',
  'maintenance',
  'stopping',
  'stopped',
  'draining',
  'terminating',
  'exhausted',
  'lost',
  'denied',
  'exception',
  'crashed',
  'inactive',
  'outage',
  'major_outage',
  'partial_outage',
  'service_unavailable',
  'internal_server_error',
  'not_serving',
  'econnrefused',
  'econnreset',
  'etimedout',
  'enotfound',
  'cannot',
  'unable',
]);

/** Longer than any state: a page, or a report for people. */
const longest = 500;

/** What a body's word for a state means; null for a word that names none that we know. */
export function stateOfWord(said: string): 'good' | 'bad' | null {
  const word = said
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/^[^a-z]+|[^a-z]+$/g, '');
  if (good.has(word)) return 'good';
  if (bad.has(word)) return 'bad';
  return said.length > longest ? null : stateOfSentence(said.toLowerCase());
}

/**
 * A word and what it goes on to say: `error: connection refused`, `connected (3 ms)`, `not ready`. One bad
 * word is enough; a good one has to come first.
 */
function stateOfSentence(said: string): 'good' | 'bad' | null {
  const words = said.replace(/\b(no|zero|0|without) (errors?|failures?)\b/g, '').match(/[a-z_']+/g) ?? [];
  const denied = words.some((word, index) => word === 'not' && good.has(words[index + 1] ?? ''));
  if (denied || words.some((word) => bad.has(word) && word !== 'false')) return 'bad';
  return /^[a-z_]+ *[:(,;.!–-]/.test(said) && good.has(words[0] ?? '') ? 'good' : null;
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
