import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readReport, readReports } from '../../../src/qa/output/read-reports.ts';
import { exampleReport } from '../../support/example-report.ts';
import { ownProcesses } from '../../support/own-processes.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'read reports '));
});
afterAll(() => rm(cwd, { recursive: true }));

const appOf = (stdin: string) => ({
  io: { environment: {}, cwd, processes: ownProcesses, readStdin: async () => stdin },
});

it('reports are read from files and from standard input, in the order in which they were named', async () => {
  await writeFile(join(cwd, 'a.json'), JSON.stringify(exampleReport({ command: 'from-a-file' })));
  const app = appOf(JSON.stringify(exampleReport({ command: 'from-stdin' })));
  const commands = async (...files: string[]) =>
    (await readReports(files, app)).map(({ command }) => command);
  expect(await commands('a.json', '-')).toEqual(['from-a-file', 'from-stdin']);
  expect(await commands('-', join(cwd, 'a.json'))).toEqual(['from-stdin', 'from-a-file']);
  expect(await commands()).toEqual([]);
});

const expected = 'is missing or of another kind. Expected is what --format json wrote.';
it.each<[string, string, unknown, string]>([
  ['a name of no letter', '', null, 'A report without a name cannot be read: give its file.'],
  ['a file that is not there', 'none.json', null, 'The report none.json cannot be read: '],
  ['a list', '-', [1], `- is not a report of qa: the whole ${expected}`],
  ['another schema', '-', { ...exampleReport(), schema: 2 }, `- is not a report of qa: schema ${expected}`],
  [
    'a wrong part',
    '-',
    { ...exampleReport(), target: { name: 1, baseUrl: null, database: null } },
    `- is not a report of qa: target.name ${expected}`,
  ],
])('%s is no report, and that is said in a sentence', async (_, file, saved, said) => {
  await expect(readReport(file, appOf(JSON.stringify(saved)))).rejects.toThrow(said);
});

it('what is not JSON is no report', async () => {
  await expect(readReport('-', appOf('{'))).rejects.toThrow(/^The report - cannot be read: .+\.$/);
});
