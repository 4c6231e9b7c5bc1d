import * as z from 'zod/mini';

/** Whose documented body an answer has. */
export type HealthForm = 'product' | 'health+json' | 'terminus' | 'lightship' | 'under-pressure' | 'other';

/** What a health body says, whatever its form. Null where it says nothing. */
export interface HealthReading {
  readonly form: HealthForm;
  /** `good` belongs to a 2xx, `bad` to an error status; null when the body names no state that we know. */
  readonly state: 'good' | 'bad' | null;
  /** The state in the body's own word. */
  readonly says: string | null;
  readonly version: string | null;
  readonly environment: string | null;
  readonly commit: string | null;
  readonly instance: string | null;
  readonly uptimeSeconds: number | null;
  readonly database: { readonly connected: boolean; readonly says: string } | null;
  readonly migrations: {
    readonly pending: boolean;
    readonly head: string | null;
    readonly current: string | null;
  } | null;
}

/**
 * health+json allows `pass`, `fail`, `warn` and, as their equals, `ok`, `error`, `up`, `down`
 * (draft-inadarei-api-health-check-06, section 3.1).
 */
const goodWords = new Set(['ok', 'pass', 'warn', 'up', 'ready', 'healthy', 'alive', 'live']);
// "degraded" is neither: ASP.NET answers it with 200 on purpose.
const badWords = new Set([
  'not_ready',
  'fail',
  'error',
  'down',
  'unhealthy',
  'shutting_down',
  'worker_down',
  'unavailable',
]);
const connectedWords = new Set(['connected', 'ok', 'up', 'healthy', 'pass', 'ready', 'reachable', 'true']);
const appliedWords = new Set([
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

/** lightship answers plain text (its README, "Behaviour"). */
const lightshipStates: Readonly<Record<string, 'good' | 'bad'>> = {
  SERVER_IS_READY: 'good',
  SERVER_IS_NOT_SHUTTING_DOWN: 'good',
  SERVER_IS_NOT_READY: 'bad',
  SERVER_IS_SHUTTING_DOWN: 'bad',
};

/** A field that is absent or of another type is not said. */
const text = z.catch(z.optional(z.string()), undefined);
const number = z.catch(z.optional(z.number()), undefined);
const bag = z.catch(z.optional(z.record(z.string(), z.unknown())), undefined);

const body = z.object({
  status: text,
  code: z.catch(z.optional(z.union([z.string(), z.number()])), undefined),
  version: text,
  releaseId: text,
  environment: text,
  commit: text,
  commit_sha: text,
  git_sha: text,
  instance: text,
  instance_id: text,
  replica_id: text,
  deployment_id: text,
  uptime: number,
  uptime_seconds: number,
  uptimeSeconds: number,
  probe: text,
  database: z.catch(z.optional(z.union([z.string(), z.boolean()])), undefined),
  migrations: z.catch(z.optional(z.union([z.string(), z.boolean()])), undefined),
  migration_head: text,
  migration_current: text,
  details: bag,
  error: z.optional(z.unknown()),
  checks: bag,
});
type Body = z.infer<typeof body>;

/**
 * Reads a health answer's body: the product's, health+json, terminus (also NestJS's), lightship or
 * under-pressure. Null for anything else: it then says nothing, and nobody concludes anything from it.
 */
export function readHealth(answer: { readonly text: string; readonly json?: unknown }): HealthReading | null {
  const plain = lightshipStates[answer.text.trim()];
  if (plain !== undefined) return { ...silent, form: 'lightship', state: plain, says: answer.text.trim() };
  const parsed = body.safeParse(answer.json);
  if (!parsed.success) return null;
  const said = parsed.data;
  if (said.code === 'FST_UNDER_PRESSURE')
    return { ...silent, form: 'under-pressure', state: 'bad', says: said.code };
  if (said.status === undefined) return null;
  const word = said.status.toLowerCase();
  const state = goodWords.has(word) ? 'good' : badWords.has(word) ? 'bad' : null;
  return {
    form: formOf(said),
    state,
    says: said.status,
    version: said.version ?? said.releaseId ?? null,
    environment: said.environment ?? null,
    // What is not a commit, such as "unknown" or "dev", tells none.
    commit:
      [said.commit, said.commit_sha, said.git_sha].find((value) => /^[0-9a-f]{7,64}$/i.test(value ?? '')) ??
      null,
    instance: said.instance_id ?? said.instance ?? said.replica_id ?? said.deployment_id ?? null,
    uptimeSeconds: said.uptime_seconds ?? said.uptimeSeconds ?? said.uptime ?? uptimeOfChecks(said),
    database: databaseOf(said),
    migrations: migrationsOf(said),
  };
}

const silent = {
  version: null,
  environment: null,
  commit: null,
  instance: null,
  uptimeSeconds: null,
  database: null,
  migrations: null,
} as const;

function formOf(said: Body): HealthForm {
  if (said.details !== undefined) return 'terminus';
  const word = said.status?.toLowerCase();
  if (said.checks !== undefined || word === 'pass' || word === 'fail' || word === 'warn')
    return 'health+json';
  if (said.probe !== undefined || said.environment !== undefined) return 'product';
  const keys = Object.values(said).filter((value) => value !== undefined).length;
  return keys === 1 && word === 'ok' ? 'under-pressure' : 'other';
}

function databaseOf(said: Body): HealthReading['database'] {
  if (said.database !== undefined) {
    const word = String(said.database);
    return { connected: connectedWords.has(word.toLowerCase()), says: word };
  }
  for (const [name, entry] of indicators(said)) {
    if (
      !/database|postgres|\bdb\b|sql|typeorm|prisma|datastore/i.test(
        `${name} ${String(entry['componentType'] ?? '')}`,
      )
    )
      continue;
    const status = String(entry['status'] ?? '').toLowerCase();
    if (!goodWords.has(status) && !badWords.has(status)) continue;
    const reason = entry['message'] ?? entry['output'];
    return {
      connected: goodWords.has(status),
      says: typeof reason === 'string' ? `${status}: ${reason}` : status,
    };
  }
  return null;
}

function migrationsOf(said: Body): HealthReading['migrations'] {
  const revisions = { head: said.migration_head ?? null, current: said.migration_current ?? null };
  if (said.migrations !== undefined) {
    return { pending: !appliedWords.has(String(said.migrations).toLowerCase()), ...revisions };
  }
  // A head without a word for the state: equal revisions are applied ones. Different ones decide nothing,
  // since a database may be ahead.
  return revisions.head !== null && revisions.head === revisions.current
    ? { pending: false, ...revisions }
    : null;
}

/**
 * Components of terminus (`details`, and `error` for the failing ones) and of health+json (`checks`, lists of
 * entries).
 */
function indicators(said: Body): [string, Readonly<Record<string, unknown>>][] {
  const found: [string, Readonly<Record<string, unknown>>][] = [];
  for (const source of [said.details, said.error, said.checks]) {
    if (!isRecord(source)) continue;
    for (const [name, value] of Object.entries(source)) {
      for (const entry of Array.isArray(value) ? value : [value])
        if (isRecord(entry)) found.push([name, entry]);
    }
  }
  return found;
}

function uptimeOfChecks(said: Body): number | null {
  const entry = indicators(said).find(([name]) => name === 'uptime')?.[1];
  return entry?.['observedUnit'] === 's' && typeof entry['observedValue'] === 'number'
    ? entry['observedValue']
    : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
