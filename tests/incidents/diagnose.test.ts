import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listIncidents } from '../../src/api/incidents/incidents.ts';
import type { Incident } from '../../src/api/incidents/shape.ts';
import type { Diagnosis, Report } from '../../src/checks/report.ts';
import { startDev, type RunningDev } from '../support/dev-server.ts';
import { freshDatabase } from '../support/postgres.ts';
import { matrix, type Column, type Row } from './matrix.ts';

const incidents = await listIncidents();
const rows: Row[] = [];

describe.concurrent.each(incidents)('$name', (incident) => {
  it(
    'is diagnosed with the API, the database, and both',
    { timeout: 240_000 },
    async ({ expect: expected }) => {
      const {
        name,
        database: { gone },
        causes,
      } = incident;
      const database = gone ? null : await freshDatabase({ schema: 'empty' });
      const dev = await startDev(
        '--incident',
        name,
        ...(database === null ? [] : ['--database-url', database.url]),
      );
      try {
        const [api, data] = await Promise.all([look(dev, incident, 'api'), look(dev, incident, 'database')]);
        const both = await lookTwice(dev, incident);
        rows.push({ name, api, database: data, both });
        // What waits behind a migration holds a connection of the API's pool: where the machine is slow, our
        // own requests fill it, and what is said of the pool is then true.
        const filled = causes.confirmed.includes('migration-blocked')
          ? ['pool-exhausted', 'database-unreachable']
          : [];
        const confirmed = (diagnosis: Diagnosis): string[] =>
          named(diagnosis, 'confirmed').filter(
            (cause) => cause !== 'pool-exhausted' || !filled.includes(cause),
          );
        // Less access may leave a cause open; it never names a wrong one.
        for (const [column, diagnosis] of Object.entries({ api, database: data, both })) {
          const wrong = confirmed(diagnosis).filter((cause) => !causes.confirmed.includes(cause));
          expected({ column, wrong }).toEqual({ column, wrong: [] });
        }
        expected(confirmed(both).toSorted()).toEqual(causes.confirmed.toSorted());
        expected(confirmed(both)[0]).toBe(both.cause ?? undefined);
        const excluded = causes.excluded.filter((cause) => !filled.includes(cause));
        expected(named(both, 'excluded')).toEqual(expected.arrayContaining(excluded));
      } finally {
        await dev.stop();
        await database?.close();
      }
    },
  );
});

it('is kept in docs/matrix.md, which npm run matrix writes anew', async () => {
  expect(rows.map(({ name }) => name).toSorted()).toEqual(incidents.map(({ name }) => name));
  // What a slow machine cannot decide stays possible, so a row is compared by name; who measures writes it.
  if (process.env['QA_MATRIX'] === 'write') await writeFile('docs/matrix.md', matrix(rows));
  const kept = await readFile('docs/matrix.md', 'utf8');
  for (const { name } of incidents) expect(kept).toContain(`| ${name} |`);
});

function named({ hypotheses }: Diagnosis, status: 'confirmed' | 'excluded'): string[] {
  return hypotheses.filter((each) => each.status === status).map(({ cause }) => cause);
}

/** Both accesses; once more, and said so, where a slow machine ran into a timeout. */
async function lookTwice(dev: RunningDev, incident: Incident): Promise<Diagnosis> {
  const first = await look(dev, incident, 'both');
  const confirmed = named(first, 'confirmed').toSorted();
  if (confirmed.join() === incident.causes.confirmed.toSorted().join()) return first;
  const { verdicts } = await readReport(dev, 'both');
  const late = verdicts.find(
    ({ status, reason }) => status === 'unknown' && /time|deadline/i.test(reason ?? ''),
  );
  if (late === undefined) return first;
  console.log(`${incident.name}: looked at again, since ${late.check} was not judged: ${late.reason}`);
  return look(dev, incident, 'both');
}

async function readReport({ cwd }: RunningDev, column: Column): Promise<Report> {
  return JSON.parse(await readFile(join(cwd, `${column}.json`), 'utf8'));
}

/** Lines too wide for a screen of 80 × 24; a command stays on its line, and a path or an address whole. */
function tooWide(lines: readonly string[]): string[] {
  return lines.filter(
    (line) => line.length > 80 && line.trim().includes(' ') && !/(^| )(qa|curl|select|alter) /.test(line),
  );
}

async function look(dev: RunningDev, incident: Incident, column: Column): Promise<Diagnosis> {
  const { given } = incident;
  const server = JSON.parse(await readFile(join(dev.cwd, '.qa', 'dev.json'), 'utf8')) as Record<
    string,
    string
  >;
  const report = join(dev.cwd, `${column}.json`);
  const api = { QA_BASE_URL: server['baseUrl'] ?? '', QA_TOKEN: server['token'] ?? '' };
  const data = { QA_DATABASE_URL: server['databaseUrl'] ?? '' };
  const environment = {
    ...given.environment,
    ...(column !== 'database' && api),
    ...(column !== 'api' && data),
    QA_STATE_DIR: join(dev.cwd, `state-${column}`),
  };
  const files = given.migrations.map((tree) => resolve('fixtures', tree));
  const options = [
    ...(column === 'api' ? [] : files.flatMap((directory) => ['--versions-dir', directory])),
    ...(column === 'database' ? [] : given.diagnose),
    ...(column === 'database' || given.log === undefined ? [] : ['--log', resolve('fixtures', given.log)]),
    ...(column !== 'api' &&
    Object.values(incident.expect).some((each) => each.arguments.includes('--orphans'))
      ? ['--orphans']
      : []),
  ];
  const formats = ['--format', 'table', '--format', `json=${report}`];
  const { stdout } = await dev.qaIn(environment, 'diagnose', '--timeout', '2s', ...formats, ...options);
  const { diagnosis } = await readReport(dev, column);
  if (diagnosis === null) throw new Error('qa diagnose ended without a diagnosis.');
  const lines = stdout.trimEnd().split('\n');
  const isAnswer =
    diagnosis.status === 'caused' ||
    diagnosis.hypotheses.some(({ status, because }) => status === 'possible' && because.length > 0);
  if (isAnswer && (lines.length > 24 || tooWide(lines).length > 0))
    throw new Error(`${incident.name} does not fit a screen of 80 × 24, ${lines.length} lines:\n${stdout}`);
  return diagnosis;
}
