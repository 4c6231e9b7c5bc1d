import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { diagnosisShape, type Diagnosis, type Hypothesis, type Report } from '../../../src/checks/report.ts';
import type { Outcome } from '../../../src/qa/command.ts';
import { withBaseline } from '../../../src/qa/state/apply-baseline.ts';
import { exampleReport } from '../../support/example-report.ts';
import { ownProcesses } from '../../support/own-processes.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa-known-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const lost = exampleReport().verdicts.flatMap(({ findings }) => findings);
const [first] = lost;
if (first === undefined) throw new Error('no example');
const verdict = (...subjects: string[]): Report['verdicts'][number] => ({
  check: 'lost-mute',
  status: 'found',
  reason: null,
  findings: subjects.map((subject) => ({ ...first, subject, fingerprint: `lost-mute:${subject}` })),
});
const report = (changes: Partial<Report>): Report => exampleReport({ verdicts: [], ...changes });
const diagnosis = (status: Hypothesis['status'], ...explains: string[]): Diagnosis =>
  diagnosisShape.parse({
    status: 'caused',
    cause: 'a-cause',
    hypotheses: [
      {
        cause: 'a-cause',
        status,
        because: [],
        wouldDecide: [],
        explains: explains.map((subject) => `lost-mute:${subject}`),
      },
    ],
  });

/** What becomes of a run where the findings of `known` are in the baseline. */
async function after(known: readonly string[], outcome: Outcome) {
  await writeFile(join(cwd, 'known.json'), JSON.stringify(report({ verdicts: [verdict(...known)] })));
  const said: string[] = [];
  const io = { environment: {}, cwd, processes: ownProcesses, readStdin: async () => '' };
  const app = { io, say: (line: string) => void said.push(line) };
  const apply = await withBaseline({ baseline: 'known.json' }, app);
  const ended = await apply(outcome);
  return { said, ended, report: 'report' in ended ? ended.report : null };
}

it.each<[string, string[], Partial<Report>, number]>([
  ['all that is found', ['a'], { verdicts: [verdict('a')], exitCode: 1 }, 0],
  ['a part of it', ['a'], { verdicts: [verdict('a', 'b')], exitCode: 1 }, 1],
  ['all, but not what was left behind', ['a'], { verdicts: [verdict('a')], exitCode: 4 }, 4],
  ['all of an interrupted run', ['a'], { verdicts: [verdict('a')], exitCode: 130 }, 130],
  ['all of a stopped run', ['a'], { verdicts: [verdict('a')], exitCode: 143 }, 143],
  ['all, where nothing was undone', ['a'], { verdicts: [verdict('a')], exitCode: 5 }, 5],
  [
    'a part, where only errors fail',
    ['a'],
    {
      verdicts: [
        {
          ...verdict('a', 'b'),
          findings: verdict('a', 'b').findings.map((f) => ({ ...f, severity: 'info' })),
        },
      ],
      exitCode: 0,
    },
    0,
  ],
  ['a part, where nothing fails', ['a'], { verdicts: [verdict('a', 'b')], failOn: 'never', exitCode: 0 }, 0],
])('%s is in the baseline', async (_, known, changes, exitCode) => {
  expect((await after(known, { report: report(changes) })).report?.exitCode).toBe(exitCode);
});

it.each<[string[], string[], string[]]>([
  [['a'], ['a', 'b'], ['1 known finding is in the baseline known.json and not told.']],
  [['a', 'b'], ['a', 'b'], ['2 known findings are in the baseline known.json and not told.']],
  [['c'], ['a'], []],
])('of %j known, %j found, is said %j', async (known, found, lines) => {
  const { said, report: told } = await after(known, { report: report({ verdicts: [verdict(...found)] }) });
  expect(said).toEqual(lines);
  expect(told?.verdicts.flatMap(({ findings }) => findings.map(({ subject }) => subject))).toEqual(
    found.filter((subject) => !known.includes(subject)),
  );
});

it.each<[string, Diagnosis, string[], boolean]>([
  ['all of whose symptoms are known', diagnosis('confirmed', 'a'), ['a'], false],
  ['with a symptom that is new', diagnosis('confirmed', 'a', 'b'), ['a'], true],
  ['that is only possible', diagnosis('possible', 'a'), ['a'], true],
])('a cause %s', async (_, seen, known, isTold) => {
  const outcome = { report: report({ verdicts: [verdict('a', 'b')], diagnosis: seen }) };
  expect((await after(known, outcome)).report?.diagnosis).toEqual(isTold ? seen : null);
});

it('nothing becomes of a text, nor of what has nothing known in it', async () => {
  const text = { text: 'a text', exitCode: 3 };
  expect((await after(['a'], text)).ended).toBe(text);
  const unknown = { report: report({ verdicts: [verdict('b')] }) };
  expect((await after(['a'], unknown)).ended).toBe(unknown);
});

it('what is written is what was found, known or not, for the next run', async () => {
  await writeFile(join(cwd, 'known.json'), JSON.stringify(report({ verdicts: [verdict('a')] })));
  const io = { environment: {}, cwd, processes: ownProcesses, readStdin: async () => '' };
  const app = { io, say: () => undefined };
  const apply = await withBaseline({ baseline: 'known.json', writeBaseline: 'new.json' }, app);
  await apply({ report: report({ verdicts: [verdict('a', 'b')] }) });
  const { findings } = JSON.parse(await readFile(join(cwd, 'new.json'), 'utf8')) as {
    readonly findings: readonly { readonly fingerprint: string }[];
  };
  expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(['lost-mute:a', 'lost-mute:b']);
});
