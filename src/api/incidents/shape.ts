import * as z from 'zod';
import { releaseNames } from '../release.ts';

/** For a day of work at the desk; an incident may want less. */
export const tokenLifetimeSeconds = 24 * 3600;

/** What a command says of an incident: findings of severity error or warning, no more and no fewer. */
const expected = z.strictObject({
  codes: z.array(z.string()),
  exitCode: z.int(),
  /** Options besides `--target local`. */
  arguments: z.array(z.string()).default([]),
});

const session = z.strictObject({
  /** One after the other, on one connection that stays open. */
  statements: z.array(z.string()).min(1),
  /** The last statement waits for a lock, and is left waiting. */
  waits: z.boolean().default(false),
});

const database = z.strictObject({
  /** The revision that the database has reached; default: the head. */
  revision: z.string().optional(),
  /** A file beside incident.json, run once after the migrations. */
  sql: z.string().optional(),
  sessions: z.array(session).default([]),
  /** What takes back what would outlive the database's tables: prepared transactions, settings. */
  undo: z.array(z.string()).default([]),
  /** The server ends once the API has started. */
  gone: z.boolean().default(false),
  /** Whoever looks reaches the database through a pooler that drops startup options without a word. */
  pooler: z.boolean().default(false),
});

const api = z.strictObject({
  release: z.enum(releaseNames).default('current'),
  /** Names of faults, `name=value` where a fault has a setting. */
  faults: z.array(z.string()).default([]),
  /** Of whatever a fault leaves to chance. */
  seed: z.int().default(1),
  environment: z.record(z.string(), z.string()).default({}),
  /** The head of the migrations in the code, where it is an older one. */
  head: z.string().optional(),
  /** Revisions in the code that no database has seen. */
  added: z.array(z.strictObject({ id: z.string(), down: z.array(z.string()) })).default([]),
  /** The process ends after so long, again and again, and is started again after so long. */
  crashes: z.strictObject({ livesMs: z.int().positive(), downMs: z.int().positive() }).optional(),
});

export const incidentShape = z.strictObject({
  /** A short line for lists; it does not give the cause away. */
  title: z.string(),
  /** What is broken, and how it shows. */
  broken: z.string(),
  database: database.prefault({}),
  api: api.prefault({}),
  /** Claims of the token that differ, and `expiresIn` in seconds from now. */
  token: z.looseObject({ expiresIn: z.int().default(tokenLifetimeSeconds) }).prefault({}),
  /** What whoever looks has at hand. */
  given: z
    .strictObject({
      /** Variables of the shell in which the commands run. */
      environment: z.record(z.string(), z.string()).default({}),
      /** Directories below `fixtures` that hold the code's revision files. */
      migrations: z.array(z.string()).default([]),
      /** A file below `fixtures`: the log of the deployment. */
      log: z.string().optional(),
      /** Options of `qa diagnose` without which it cannot decide. */
      diagnose: z.array(z.string()).default([]),
    })
    .prefault({}),
  /** What `qa diagnose` must say with both accesses; causes that are named in neither may be possible. */
  causes: z.strictObject({ confirmed: z.array(z.string()), excluded: z.array(z.string()) }),
  /** By command. */
  expect: z.record(z.string(), expected).default({}),
});

export interface Incident extends z.infer<typeof incidentShape> {
  readonly name: string;
  /** The text of `database.sql`, or empty. */
  readonly sql: string;
}
