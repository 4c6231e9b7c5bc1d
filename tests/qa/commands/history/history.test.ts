import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { mostRuns } from '../../../../src/qa/state/most-runs.ts';
import { recordRun } from '../../../../src/qa/state/runs.ts';
import { runLine } from '../../../support/command-line.ts';
import { ownProcesses } from '../../../support/own-processes.ts';
import { exampleReport } from '../../../support/example-report.ts';

let directory: string;
beforeEach(async () => void (directory = await mkdtemp(join(tmpdir(), 'qa-history-'))));
afterEach(() => rm(directory, { recursive: true }));

const environment = () => ({ QA_STATE_DIR: directory });
const record = (report: Report) =>
  recordRun(report, {
    io: { environment: environment(), cwd: '/', processes: ownProcesses, readStdin: async () => '' },
  });
const [healthy, lost] = exampleReport().verdicts;
if (healthy === undefined || lost === undefined) throw new Error('no example');
const exchange = (total: number) => ({
  id: 1,
  step: 'look',
  request: { method: 'GET', url: 'https://a/', path: '/', authorization: 'none', body: null },
  startedMs: 0,
  phases: { dns: null, tcp: null, tls: null, firstByte: null, total },
  remoteAddress: null,
  answer: { status: 200, headers: {}, body: { bytes: 0, truncated: false, text: '' }, shapeIssues: [] },
  failure: null,
  curl: 'curl',
});
const seen = (commit: string, validTo: string, total: number) => ({
  release: { commit },
  connection: { certificate: { validTo } },
  traffic: { exchanges: [exchange(total)], localNetwork: 'not-checked', warnMs: 1, failMs: 2 },
});
const green = exampleReport({
  verdicts: [healthy],
  exitCode: 0,
  startedAt: '2026-01-25T09:00:00.000Z',
  evidence: seen('aaa111', '2026-03-01T00:00:00Z', 40),
});
const red = exampleReport({
  verdicts: [healthy, lost],
  evidence: seen('bbb222', '2026-06-01T00:00:00Z', 410),
});

it.each([40, 60, 80, 200])(
  'is set for a terminal of %i columns, and no prose is wider than 80',
  async (columns) => {
    await record(green);
    await record(
      exampleReport({ ...red, target: { name: 'other', baseUrl: 'https://other.example', database: null } }),
    );
    const { stdout } = await runLine(['history', '--ascii'], {
      environment: { ...environment(), COLUMNS: String(columns) },
    });
    expect(stdout).toMatch(/^[\n\u0020-\u007e]+$/);
    const prose = stdout.split('\n').filter((line) => !/^[+|]/.test(line));
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(Math.min(80, columns));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  },
);

it('a transcript of the last runs, and of what changed since the last green one', async () => {
  await record(green);
  await record(red);
  const { code, stdout } = await runLine(['history'], { environment: environment() });
  expect(code).toBe(0);
  expect(stdout).toContain('│ 2026-01-26 09:00 │ verify-mute │ 1    │ lost-mute (theme)');
  expect(stdout).toContain('│ 2026-01-25 09:00 │ verify-mute │ 0    │ All clear');
  expect(stdout.slice(stdout.indexOf('Since'))).toMatch(
    /^Since the last green run of qa verify-mute, 2026-01-25 09:00:\ncommit: aaa111 → bbb222\ncertificate valid to: 2026-03-01 → 2026-06-01\np95 of the answers: 40 ms → 410 ms\nexit code: 0 → 1\n\+ error {2}lost-mute: The mute of theme .*\n1 come, 0 gone, 0 as before\n$/s,
  );
});

it('without a run says how one is recorded', async () => {
  const { code, stdout } = await runLine(['history'], { environment: environment() });
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('--record') });
});

it('keeps so many runs and no more, and passes over what is no report', async () => {
  for (let at = 0; at < mostRuns + 3; at += 1)
    await record({ ...green, startedAt: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString() });
  expect(await readdir(join(directory, 'runs'))).toHaveLength(mostRuns);
  await writeFile(join(directory, 'runs', 'zzz.json'), 'not a report');
  const { stdout } = await runLine(['history', '--last', '1', '-f', 'json'], { environment: environment() });
  expect(JSON.parse(stdout).runs).toMatchObject([{ startedAt: '2026-01-01T01:42:00.000Z' }]);
});

it('--record keeps what a run reports, redacted', async () => {
  const secret = 'postgresql://u:hunter2secret@127.0.0.1:1/x';
  await runLine(['inspect-locks', '--record', '--database-url', secret, '-q'], {
    environment: environment(),
  });
  const { stdout } = await runLine(['history', '-f', 'json'], { environment: environment() });
  expect(JSON.parse(stdout).runs).toMatchObject([{ command: 'inspect-locks', exitCode: 3 }]);
  expect(stdout).not.toContain('hunter2secret');
});

it('diff says what came and went', async () => {
  const files = [join(directory, 'a.json'), join(directory, 'b.json')] as const;
  await writeFile(files[0], JSON.stringify(green));
  await writeFile(files[1], JSON.stringify(red));
  const forth = await runLine(['diff', ...files]);
  expect(forth).toMatchObject({ code: 1, stdout: expect.stringContaining('1 come, 0 gone, 0 as before') });
  const back = await runLine(['diff', files[1], files[0]]);
  expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('- error  lost-mute') });
  const same = await runLine(['diff', files[1], files[1]]);
  expect(same).toMatchObject({ code: 0, stdout: '0 come, 0 gone, 1 as before\n' });
});

it('a baseline is for every command: what is known is silent, until it changes', async () => {
  const argv = ['verify-railway', '--base-url', 'http://127.0.0.1:1', '--only', 'unreachable-api'];
  const file = join(directory, 'known.json');
  const first = await runLine([...argv, '--write-baseline', file]);
  expect(first.code).toBe(1);
  const second = await runLine([...argv, '--baseline', file]);
  expect(second.code).toBe(0);
  expect(second.stderr).toContain('1 known finding is in the baseline');
  const missing = await runLine([...argv, '--baseline', join(directory, 'none.json')]);
  expect(missing).toMatchObject({ code: 2, stdout: '' });
});

it('a command of which no run is recorded is a mistake that names the nearest', async () => {
  await record(green);
  const { code, stderr } = await runLine(['history', `${green.command}s`], { environment: environment() });
  expect(code).toBe(2);
  expect(stderr).toContain(`Did you mean "${green.command}"?`);
});
