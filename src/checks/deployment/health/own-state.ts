import { stateOfWord } from './words.ts';

export type Bag = Readonly<Record<string, unknown>>;

/**
 * What a body or a component says of itself, in its own word; `state` is null for a word that nobody knows.
 */
export interface OwnState {
  readonly state: 'good' | 'bad' | null;
  readonly says: string;
}

/** Fields that hold a state as a word, an HTTP status, or a yes or no. */
const words = new Set(['status', 'state', 'health']);

/** The same, where a body or something that a check was made of speaks: elsewhere they may mean anything. */
const furtherWords = new Set([
  'result',
  'outcome',
  'overall',
  'overall_status',
  'overall_health',
  'health_status',
  'service_status',
  'system_status',
  'code',
  'status_code',
  'http_status',
]);

const goodFlags = new Set([
  'ok',
  'healthy',
  'up',
  'alive',
  'live',
  'ready',
  'available',
  'connected',
  'reachable',
  'success',
  'operational',
  'online',
  'passing',
]);

/** Fields that should say no, or hold nothing. */
const badFlags = new Set([
  'error',
  'errors',
  'exception',
  'failures',
  'failed',
  'failing',
  'failed_checks',
  'unhealthy',
  'degraded',
  'down',
  'maintenance',
  'maintenance_mode',
  'draining',
  'shutting_down',
]);

/** Sentences for people, where a body says nothing else. */
const sentences = ['message', 'msg', 'detail', 'ping'] as const;

/**
 * What a body or a component says of itself: the bad, where it says both; null where it says nothing. What is
 * `trusted` (a body, and what was checked) is read in full.
 */
export function ownState(bag: Bag, trusted = true): OwnState | null {
  const said = Object.entries(bag).flatMap(([key, value]) =>
    stateOfField(plainKey(key), key, value, trusted),
  );
  const decided =
    said.find(({ state }) => state === 'bad') ?? said.find(({ state }) => state === 'good') ?? said[0];
  return decided ?? (trusted ? sentenceOf(bag) : null);
}

/** `isDbConnected` and `Is-DB-Connected` are `db_connected`. */
export function plainKey(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s.-]+/g, '_')
    .toLowerCase()
    .replace(/^(is|has)_/, '');
}

export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stateOfField(key: string, written: string, value: unknown, trusted: boolean): OwnState[] {
  if (words.has(key) || (trusted && furtherWords.has(key))) return stateOfValue(written, value);
  if (goodFlags.has(key)) {
    const yes = yesOrNo(value);
    return yes === null ? [] : [{ state: yes ? 'good' : 'bad', says: `${written}: ${String(value)}` }];
  }
  if (!trusted || !badFlags.has(key)) return [];
  const what = complaint(value);
  return what === null ? [] : [{ state: 'bad', says: `${written}: ${what}` }];
}

function stateOfValue(written: string, value: unknown): OwnState[] {
  if (typeof value === 'boolean')
    return [{ state: value ? 'good' : 'bad', says: `${written}: ${String(value)}` }];
  // Whatever else is a number is one of an application's own.
  const status = Number(/^\d{3}$/.test(String(value)) ? value : Number.NaN);
  if (status >= 200 && status < 600)
    return [{ state: status < 400 ? 'good' : 'bad', says: `${written}: ${status}` }];
  return typeof value === 'string' && value !== '' ? [{ state: stateOfWord(value), says: value }] : [];
}

function yesOrNo(value: unknown): boolean | null {
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  if (typeof value !== 'string') return null;
  if (/^(true|yes|1)$/i.test(value)) return true;
  return /^(false|no|0)$/i.test(value) ? false : null;
}

/** What is complained of; null where the field says that there is nothing. */
function complaint(value: unknown): string | null {
  if (value === true) return 'true';
  if (typeof value === 'string') return /^\s*(none|no|null|false|ok|0)?\s*$/i.test(value) ? null : cut(value);
  if (typeof value !== 'object' || value === null) return null;
  const [first] = Array.isArray(value) ? value : [value];
  if (first === undefined || (isBag(first) && Object.keys(first).length === 0)) return null;
  const message = isBag(first) ? (first['message'] ?? first['detail']) : first;
  return cut(typeof message === 'string' ? message : (JSON.stringify(value) ?? ''));
}

function sentenceOf(bag: Bag): OwnState | null {
  for (const key of sentences) {
    const says = bag[key];
    const state = typeof says === 'string' ? stateOfWord(says) : null;
    if (typeof says === 'string' && state !== null) return { state, says: cut(says) };
  }
  return null;
}

function cut(text: string): string {
  return text.slice(0, 200);
}
