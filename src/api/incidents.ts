import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { lineageOf, revisions, type Revision } from './database/migrations.ts';
import { releaseNames } from './release.ts';

/** For a day of work at the desk; an incident may want less. */
export const tokenLifetimeSeconds = 24 * 3600;

/** What a command says of an incident: findings of severity error or warning, no more and no fewer. */
const expected = z.strictObject({ codes: z.array(z.string()), exitCode: z.int() });

const session = z.strictObject({
  /** One after the other, on one connection that stays open. */
  statements: z.array(z.string()).min(1),
  /** The last statement waits for a lock, and is left waiting. */
  waits: z.boolean().default(false),
});

const incidentShape = z.strictObject({
  /** A short line for lists. */
  title: z.string(),
  /** What is broken, and how it shows. */
  broken: z.string(),
  database: z
    .strictObject({
      /** The revision that the database has reached; default: the head. */
      revision: z.string().optional(),
      /** A file beside incident.json, run once after the migrations. */
      sql: z.string().optional(),
      sessions: z.array(session).default([]),
      /** The server ends once the API has started. */
      gone: z.boolean().default(false),
    })
    .prefault({}),
  api: z
    .strictObject({
      release: z.enum(releaseNames).default('current'),
      faults: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.string()).default({}),
      /** The head of the migrations in the code, where it is an older one. */
      head: z.string().optional(),
      /** Revisions in the code that no database has seen. */
      added: z.array(z.strictObject({ id: z.string(), down: z.array(z.string()) })).default([]),
    })
    .prefault({}),
  /** Claims of the token that differ, and `expiresIn` in seconds from now. */
  token: z.looseObject({ expiresIn: z.int().default(tokenLifetimeSeconds) }).prefault({}),
  /** By command. */
  expect: z.record(z.string(), expected).default({}),
});

export interface Incident extends z.infer<typeof incidentShape> {
  readonly name: string;
  /** The text of `database.sql`, or empty. */
  readonly sql: string;
}

/** The incidents in `fixtures/incidents`, by name. */
export async function listIncidents(): Promise<Incident[]> {
  const entries = await readdir(incidentsDirectory(), { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  return Promise.all(names.map(readIncident));
}

/** The migrations in the code, as the incident has them. */
export function historyOf({ api: { head, added } }: Incident): Revision[] {
  const known =
    head === undefined ? revisions : revisions.filter(({ id }) => lineageOf(revisions, head).has(id));
  return [...known, ...added.map((revision) => ({ ...revision, sql: '' }))];
}

async function readIncident(name: string): Promise<Incident> {
  const directory = path.join(incidentsDirectory(), name);
  const file = path.join(directory, 'incident.json');
  const read = incidentShape.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!read.success) throw new Error(`${file} is no incident: ${z.prettifyError(read.error)}`);
  const { sql } = read.data.database;
  return {
    ...read.data,
    name,
    sql: sql === undefined ? '' : await readFile(path.join(directory, sql), 'utf8'),
  };
}

/** In the package's root, which is one level above the bundle, and two above this source. */
function incidentsDirectory(): string {
  for (let here = import.meta.dirname; ; here = path.dirname(here)) {
    const directory = path.join(here, 'fixtures', 'incidents');
    if (existsSync(directory)) return directory;
    if (here === path.dirname(here))
      throw new Error('The incidents are missing from this installation: install facteur-qa again.');
  }
}
