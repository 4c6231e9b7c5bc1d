import type { Diagnosis } from '../../src/checks/report.ts';

/** What a diagnosis is given access to. */
export type Column = 'api' | 'database' | 'both';
export type Row = { readonly name: string } & Readonly<Record<Column, Diagnosis>>;

/** Incidents against causes, as measured: a Markdown page. */
export function matrix(rows: readonly Row[]): string {
  const lines = rows
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, api, database, both }) => `| ${name} | ${said(api)} | ${said(database)} | ${said(both)} |`);
  return [
    '# What `qa diagnose` says of every incident',
    '',
    'Measured by `npm run matrix`, which runs each incident of `fixtures/incidents` on the reference API',
    'and a real PostgreSQL, and asks with the API alone, with the database alone, and with both. In bold:',
    'the cause that is named first. "possible" are causes that something points at, and that this access',
    'cannot decide.',
    '',
    '| incident | API only | database only | both |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

function said({ status, hypotheses }: Diagnosis): string {
  const confirmed = hypotheses.filter((each) => each.status === 'confirmed').map(({ cause }) => cause);
  const possible = hypotheses
    .filter((each) => each.status === 'possible' && each.because.length > 0)
    .map(({ cause }) => cause);
  const [first, ...others] = confirmed;
  if (first !== undefined) return [`**${first}**`, ...others].join(', ');
  if (status === 'healthy') return 'healthy';
  return possible.length > 0 ? `possible: ${possible.join(', ')}` : 'inconclusive';
}
