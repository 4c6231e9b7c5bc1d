import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { startHealthServer, type HealthServer } from '../../../checks/deployment/health-server.ts';
import { runLine } from '../../../support/command-line.ts';

let folder: string;
let server: HealthServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a railway '));
  server = await startHealthServer();
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/**
 * A run with a `railway` on PATH that answers by its words, as documented; `say` runs with `words` and
 * `answer`.
 */
async function verify(say: string, more: readonly string[] = [], environment: Record<string, string> = {}) {
  const path = join(folder, 'railway');
  await writeFile(
    path,
    `#!/usr/bin/env node\nconst words = process.argv.slice(2).join(' ');\nconst answer = (value) => ` +
      `console.log(JSON.stringify(value));\n${say}\n`,
  );
  await chmod(path, 0o755);
  const PATH = [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  const { code, stdout } = await runLine(
    // A busy machine answers late, which is not what is asked here.
    ['verify-railway', '--base-url', server.origin, '--format', 'json', '--warn-ms', '60000', ...more],
    {
      environment: { PATH, ...environment },
      cwd: folder,
    },
  );
  const { verdicts } = JSON.parse(stdout) as Report;
  const found = verdicts
    .flatMap(({ findings }) => findings.map((finding) => `${finding.severity} ${finding.code}`))
    .sort();
  return {
    code,
    stdout,
    verdicts,
    found,
    of: (check: string) => verdicts.find((verdict) => verdict.check === check),
  };
}

const latest = (status: string, variables: object = {}): string => `
  const meta = { commitHash: 'abcdef1234567890' };
  if (words.startsWith('deployment list')) answer([{ id: 'd7', status: '${status}', meta }]);
  else if (words === 'variables --json') answer(${JSON.stringify(variables)});
  else answer({});`;

const green = 'warning uncovered-migrations';

it.each([
  ['a good deployment', latest('SUCCESS'), 0, [green]],
  ['a crashed one', latest('CRASHED'), 1, ['error failed-deployment', green]],
  ['a failed one, while the old build serves', latest('FAILED'), 1, ['error failed-deployment', green]],
  [
    'the bypass forgotten',
    latest('SUCCESS', { FACTEUR_MIGRATION_IN_PROGRESS: '1' }),
    0,
    ['warning migration-bypass', green],
  ],
  ['the bypass set to something else', latest('SUCCESS', { FACTEUR_MIGRATION_IN_PROGRESS: '0' }), 0, [green]],
])('%s', async (_what, say, code, found) => {
  const seen = await verify(say);
  expect({ code: seen.code, found: seen.found }).toEqual({ code, found });
});

it('takes the commit from Railway where the application tells none', async () => {
  expect(
    (await verify(latest('SUCCESS'), ['--expect-commit', 'abcdef1'])).of('stale-deployment'),
  ).toMatchObject({ status: 'clear' });
  expect(
    (await verify(latest('SUCCESS'), ['--expect-commit', '7654321'])).of('stale-deployment'),
  ).toMatchObject({ status: 'found' });
  // What is being built does not run.
  const building = await verify(latest('BUILDING'), ['--expect-commit', 'abcdef1']);
  expect([building.of('stale-deployment')?.status, building.of('unproven-revision')?.status]).toEqual([
    'unknown',
    'found',
  ]);
  expect(building.code).toBe(3);
});

it('changes nothing but what Railway alone knows where access is refused, and says so once', async () => {
  const without = await verify('process.exit(0)', [], { PATH: '' });
  const refused = await verify(
    `console.error('Unauthorized. Please login with railway login'); process.exit(1);`,
  );
  const others = (verdicts: Report['verdicts']) => verdicts.map(({ check, status }) => `${check} ${status}`);
  expect(others(refused.verdicts)).toEqual(others(without.verdicts));
  expect(refused.code).toBe(0);
  expect(refused.verdicts.filter(({ reason }) => reason?.includes('Please login'))).toMatchObject([
    { check: 'failed-deployment', status: 'skipped' },
    { check: 'failed-start', status: 'skipped' },
  ]);
});

it('shows no token of Railway that its answer repeats', async () => {
  const token = 'railway-hush-token';
  const graphql = setupServer(
    http.post('https://backboard.railway.com/graphql/v2', () =>
      HttpResponse.json({ errors: [{ message: `${token} is not authorized` }] }),
    ),
  );
  graphql.listen({ onUnhandledRequest: 'bypass' });
  try {
    const { of, code } = await verify('', [], { PATH: '', RAILWAY_TOKEN: token });
    expect(of('failed-deployment')).toMatchObject({
      status: 'unknown',
      reason: "Railway's API: [redacted] is not authorized",
    });
    // Who gives a token asks for what it opens.
    expect(of('migration-bypass')).toMatchObject({ status: 'unknown' });
    expect(code).toBe(3);
  } finally {
    graphql.close();
  }
});
