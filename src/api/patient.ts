import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Authenticate } from './auth.ts';
import type { Queryable } from './database/migrations.ts';
import type { Store } from './store.ts';

/** A status and a JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The parts of the API that the routes use when a request comes. A fault replaces some of them. */
export interface Patient {
  readonly database: Queryable;
  /** Null when the API has no DATABASE_URL. */
  readonly pool: pg.Pool | null;
  store: Store;
  authenticate: Authenticate;
  /** How a theme, topic or content type is written before it is stored. */
  normalise: (value: string) => string;
  /** The name under which a mute's body is expected to hold a value. */
  fieldOf: (name: string) => string;
  health: Record<'live' | 'ready' | 'pool' | 'classification', () => Answer | Promise<Answer>>;
  /** This machine's clock. */
  now: () => Date;
  /** From 0 to 1, in the same order in every run with the same seed. */
  readonly random: () => number;
}

/** One way in which the API can be ill. */
export interface Fault {
  /** What is wrong, in a sentence. */
  readonly summary: string;
  /** What `name=value` may set, where the fault knows degrees or kinds; the first is the default. */
  readonly settings?: Settings;
  /** Replaces parts of the patient, or adds hooks; runs before the routes are there. */
  arrange(patient: Patient, app: FastifyInstance, setting: string): void;
}

/** Words to choose from, or any whole number above zero, with an example that is the default. */
export type Settings = readonly [string, ...string[]] | { readonly number: number; readonly unit: string };
