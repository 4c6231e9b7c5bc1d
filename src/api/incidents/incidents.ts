import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { lineageOf, revisions, type Revision } from '../database/migrations.ts';
import { incidentShape, type Incident } from './shape.ts';

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

/** Two incidents that want one thing to be two things. */
export class Incompatible extends Error {
  override readonly name = 'Incompatible';
}

/** Several incidents at once, as one; null for none. Each breaks what it breaks, in the order given. */
export function combine(incidents: readonly Incident[], faults: readonly string[] = []): Incident | null {
  const extra: Incident[] = faults.length === 0 ? [] : [onlyFaults(faults)];
  const [first, ...rest] = [...incidents, ...extra];
  return first === undefined ? null : rest.reduce(both, first);
}

function onlyFaults(faults: readonly string[]): Incident {
  const read = incidentShape.parse({
    title: faults.join(', '),
    broken: `Faults: ${faults.join(', ')}.`,
    api: { faults },
    causes: { confirmed: [], excluded: [] },
  });
  return { ...read, name: faults.join(' + '), sql: '' };
}

function both(one: Incident, other: Incident): Incident {
  const names = `${one.name} and ${other.name}`;
  const agreed = <Value>(what: string, a: Value | undefined, b: Value | undefined): Value | undefined => {
    if (a === undefined || b === undefined || a === b) return a ?? b;
    throw new Incompatible(`The incidents ${names} cannot be combined: each wants another ${what}.`);
  };
  const release = ({ api }: Incident): Incident['api']['release'] | undefined =>
    api.release === 'current' ? undefined : api.release;
  const confirmed = [...new Set([...one.causes.confirmed, ...other.causes.confirmed])];
  return {
    name: `${one.name} + ${other.name}`,
    title: `${one.title}; ${other.title}`,
    broken: `${one.broken} ${other.broken}`,
    sql: [one.sql, other.sql].filter((text) => text !== '').join(';\n'),
    database: {
      revision: agreed('revision of the database', one.database.revision, other.database.revision),
      sql: undefined,
      sessions: [...one.database.sessions, ...other.database.sessions],
      undo: [...one.database.undo, ...other.database.undo],
      gone: one.database.gone || other.database.gone,
      pooler: one.database.pooler || other.database.pooler,
    },
    api: {
      release: agreed('release', release(one), release(other)) ?? 'current',
      faults: [...one.api.faults, ...other.api.faults],
      seed: one.api.seed,
      environment: { ...one.api.environment, ...other.api.environment },
      head: agreed('head of the code', one.api.head, other.api.head),
      added: [...one.api.added, ...other.api.added],
      crashes: one.api.crashes ?? other.api.crashes,
    },
    token: { ...one.token, ...other.token, expiresIn: Math.min(one.token.expiresIn, other.token.expiresIn) },
    given: {
      environment: { ...one.given.environment, ...other.given.environment },
      diagnose: [...new Set([...one.given.diagnose, ...other.given.diagnose])],
      migrations: [...new Set([...one.given.migrations, ...other.given.migrations])],
      log: agreed('log', one.given.log, other.given.log),
    },
    causes: {
      confirmed,
      excluded: one.causes.excluded.filter(
        (cause) => other.causes.excluded.includes(cause) && !confirmed.includes(cause),
      ),
    },
    expect: {},
  };
}

async function readIncident(name: string): Promise<Incident> {
  const directory = path.join(incidentsDirectory(), name);
  const file = path.join(directory, 'incident.json');
  const read = incidentShape.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!read.success) throw new Error(`${file} is not an incident: ${z.prettifyError(read.error)}`);
  const { sql } = read.data.database;
  return {
    ...read.data,
    name,
    sql: sql === undefined ? '' : await readFile(path.join(directory, sql), 'utf8'),
  };
}

/** In the package's root, which is above the bundle, and above this source. */
function incidentsDirectory(): string {
  for (let here = import.meta.dirname; ; here = path.dirname(here)) {
    const directory = path.join(here, 'fixtures', 'incidents');
    if (existsSync(directory)) return directory;
    if (here === path.dirname(here)) {
      throw new Error('The incidents are missing from this installation: install facteur-qa again.');
    }
  }
}
