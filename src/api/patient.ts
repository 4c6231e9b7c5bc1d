import type { FastifyInstance } from 'fastify';
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
  store: Store;
  authenticate: Authenticate;
  /** How a theme, topic or content type is written before it is stored. */
  normalise: (value: string) => string;
  health: Record<'live' | 'ready' | 'pool' | 'classification', () => Answer | Promise<Answer>>;
}

/** One way in which the API can be ill. */
export interface Fault {
  /** What is wrong, in a sentence. */
  readonly summary: string;
  /** Replaces parts of the patient, or adds hooks; runs before the routes are there. */
  arrange(patient: Patient, app: FastifyInstance): void;
}
