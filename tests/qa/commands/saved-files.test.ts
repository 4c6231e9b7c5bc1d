import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportShape, type Report } from '../../../src/checks/report.ts';
import { recordRun } from '../../../src/qa/state/runs.ts';
import { runLine } from '../../support/command-line.ts';
import { ownProcesses } from '../../support/own-processes.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa-saved-'));
  const [keys, healthy, locks, mute, sessions] = await Promise.all(
    ['keys', 'healthy', 'locks', 'mute', 'sessions'].map(saved),
  );
  if (!keys || !healthy || !locks || !mute || !sessions) throw new Error('no report');
  const [here, there] = [healthy.target, keys.target];
  const shard = (index: number, of: number) => ({ shard: { index, of } });
  const files: Readonly<Record<string, Report>> = {
    'green.json': at('2026-03-01T08:30', healthy),
    'red.json': at('2026-03-02T09:45', { ...keys, target: here }),
    'locks.json': at('2026-03-02T10:00', { ...locks, target: here }),
    'sessions.json': at('2026-03-02T10:05', { ...sessions, target: here }),
    'mute.json': at('2026-03-02T11:00', mute),
    'namesake.json': at('2026-03-02T12:00', { ...keys, target: { ...there, baseUrl: null } }),
    'first.json': { ...at('2026-03-02T13:00', healthy), ...shard(1, 4) },
    'second.json': { ...at('2026-03-02T13:01', keys), ...shard(2, 4) },
    'third.json': { ...at('2026-03-02T13:02', locks), ...shard(3, 4) },
    'of-two.json': { ...at('2026-03-02T13:02', sessions), ...shard(2, 2) },
  };
  for (const [name, report] of Object.entries(files))
    await writeFile(join(cwd, name), JSON.stringify(report));
  const io = { environment: { QA_STATE_DIR: cwd }, cwd, processes: ownProcesses, readStdin: async () => '' };
  const elsewhere = { ...here, database: '10.0.0.7:5432/elsewhere' };
  const recorded = [
    files['green.json'],
    { ...at('2026-03-01T20:00', healthy), target: elsewhere },
    { ...at('2026-03-01T21:00', healthy), target: { ...here, baseUrl: 'https://elsewhere.example' } },
    files['locks.json'],
    at('2026-03-02T14:00', { ...keys, target: here }),
  ];
  for (const report of recorded) if (report !== undefined) await recordRun(report, { io });
});
afterAll(() => rm(cwd, { recursive: true }));

async function saved(name: string): Promise<Report> {
  const file = new URL(`../../support/told/${name}.json`, import.meta.url);
  return { ...reportShape.parse(JSON.parse(await readFile(file, 'utf8'))), evidence: {} };
}
const at = (minute: string, report: Report): Report => ({ ...report, startedAt: `${minute}:00.000Z` });

const lines: readonly (readonly [line: string, columns?: number])[] = [
  ['history'],
  ['history', 34],
  ['history --last 2'],
  ['history inspect-locks'],
  ['history inspect-fk --last 1 -f json'],
  ['history inspect-f'],
  ['history --last 0'],
  ['history --last 1.5'],
  ['diff green.json red.json'],
  ['diff green.json red.json', 40],
  ['diff red.json green.json'],
  ['diff green.json sessions.json'],
  ['diff red.json red.json -f json'],
  ['diff red.json'],
  ['merge-reports green.json red.json locks.json sessions.json'],
  ['merge-reports green.json mute.json namesake.json'],
  ['merge-reports mute.json namesake.json'],
  ['merge-reports first.json second.json'],
  ['merge-reports first.json second.json third.json'],
  ['merge-reports first.json of-two.json'],
  ['merge-reports first.json second.json second.json'],
  ['merge-reports first.json absent.json'],
  ['merge-reports red.json -f json=merged.json -f nagios'],
  ['render red.json -f nagios'],
  ['explain orphan-rows'],
  ['explain gateway-error', 40],
  ['explain profile-missing'],
  ['explain malformed-token', 10],
  ['explain orphan-row'],
];

it('what is said of saved files alone is what stands in saved-files.txt', async () => {
  const said: string[] = [];
  for (const [line, columns = 80] of lines) {
    const environment = { QA_STATE_DIR: cwd, COLUMNS: String(columns), HOME: cwd };
    const { code, stdout, stderr } = await runLine(line.split(' '), { cwd, environment });
    const text = `${stdout}${stderr}`.replaceAll(cwd, '.');
    said.push(`$ COLUMNS=${columns} qa ${line}\n${text}# ${code}\n`);
  }
  await expect(said.join('\n')).toMatchFileSnapshot('saved-files.txt');
});
