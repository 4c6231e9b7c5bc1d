import * as z from 'zod/mini';
import { componentsOf, type Component } from './components.ts';
import { isBag, ownState } from './own-state.ts';
import { readPlain } from './plain-text.ts';
import { saysApplied, stateOfWord } from './words.ts';

/** Whose documented body an answer has. */
export type HealthForm =
  | 'product'
  | 'health+json'
  | 'terminus'
  | 'lightship'
  | 'under-pressure'
  | 'plain'
  | 'other';

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
  /** The parts that are down, with what is said of each. */
  readonly down: readonly string[];
  readonly database: { readonly connected: boolean; readonly says: string } | null;
  readonly migrations: {
    readonly pending: boolean;
    readonly head: string | null;
    readonly current: string | null;
  } | null;
}

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
  checks: bag,
});
type Body = z.infer<typeof body>;

/**
 * Reads a health answer's body: the product's, health+json, terminus (also NestJS's), lightship,
 * under-pressure, Spring's, ASP.NET's, or a word in plain text. Null for anything else: it then says nothing,
 * and nobody concludes anything from it.
 */
export function readHealth(answer: { readonly text: string; readonly json?: unknown }): HealthReading | null {
  const { json } = answer;
  const plain = readPlain(typeof json === 'string' ? json : json === undefined ? answer.text : '');
  if (plain !== null) return { ...silent, ...plain };
  if (typeof json === 'boolean')
    return { ...silent, form: 'other', state: json ? 'good' : 'bad', says: String(json) };
  // A list of checks, and nothing around it.
  const whole = Array.isArray(json) ? { checks: json as unknown[] } : json;
  const parsed = body.safeParse(whole);
  if (!parsed.success || !isBag(whole)) return null;
  const said = parsed.data;
  if (said.code === 'FST_UNDER_PRESSURE')
    return { ...silent, form: 'under-pressure', state: 'bad', says: said.code };
  const own = ownState(whole);
  const components = componentsOf(whole);
  const database = databaseOf(said, components);
  const migrations = migrationsOf(said);
  if (own === null && components.length === 0 && database === null && migrations === null) return null;
  return {
    form: formOf(said),
    state: own?.state ?? null,
    says: own?.says ?? null,
    version: said.version ?? said.releaseId ?? null,
    environment: said.environment ?? null,
    // What is not a commit, such as "unknown" or "dev", tells none.
    commit:
      [said.commit, said.commit_sha, said.git_sha].find((value) => /^[0-9a-f]{7,64}$/i.test(value ?? '')) ??
      null,
    instance: said.instance_id ?? said.instance ?? said.replica_id ?? said.deployment_id ?? null,
    uptimeSeconds: said.uptime_seconds ?? said.uptimeSeconds ?? said.uptime ?? uptimeOfChecks(said),
    down: components.filter(({ state }) => state === 'bad').map(({ name, says }) => `${name} is ${says}`),
    database,
    migrations,
  };
}

const silent = {
  version: null,
  environment: null,
  commit: null,
  instance: null,
  uptimeSeconds: null,
  down: [],
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

function databaseOf(said: Body, components: readonly Component[]): HealthReading['database'] {
  if (said.database !== undefined) {
    const word = String(said.database);
    const state = stateOfWord(word);
    // A word that nobody knows, beside the product's own field, is no connection; another's may be a name.
    if (state !== null || said.probe !== undefined) return { connected: state === 'good', says: word };
  }
  const found = components.find(({ name, type }) => isDatabase(name.split('.').at(-1) ?? '', type));
  return found === undefined ? null : { connected: found.state === 'good', says: found.says };
}

function isDatabase(name: string, type: string): boolean {
  return /database|postgres|\bdb\b|sql|typeorm|prisma|datastore/i.test(`${name} ${type}`);
}

function migrationsOf(said: Body): HealthReading['migrations'] {
  const revisions = { head: said.migration_head ?? null, current: said.migration_current ?? null };
  if (said.migrations !== undefined) {
    return { pending: !saysApplied(said.migrations), ...revisions };
  }
  // A head without a word for the state: equal revisions are applied ones. Different ones decide nothing,
  // since a database may be ahead.
  return revisions.head !== null && revisions.head === revisions.current
    ? { pending: false, ...revisions }
    : null;
}

function uptimeOfChecks({ checks }: Body): number | null {
  const [entry] = [checks?.['uptime']].flat();
  return isBag(entry) && entry['observedUnit'] === 's' && typeof entry['observedValue'] === 'number'
    ? entry['observedValue']
    : null;
}
