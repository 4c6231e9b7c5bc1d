import { expect, it } from 'vitest';
import type { Report } from '../../../src/checks/report.ts';
import type { App, TerminalStyle } from '../../../src/qa/command.ts';
import { parseFormats } from '../../../src/qa/options/options.ts';
import { clock, watch, watchingOf, type Watching } from '../../../src/qa/output/watch.ts';
import { exampleReport } from '../../support/example-report.ts';

const ended = (exitCode: number, durationMs: number): Report =>
  exampleReport({ exitCode: exitCode as Report['exitCode'], durationMs });

/** Looks that end like this, one behind the other; the watch is stopped during the last one, or behind it. */
async function follow(reports: readonly Report[], changes: Partial<Watching>, stopped: 'during' | 'behind') {
  const stop = new AbortController();
  const written: string[] = [];
  let looks = 0;
  const worst = await watch(
    {
      look: async () => {
        const report = reports[looks];
        if (report === undefined) throw new Error('looked once more');
        looks += 1;
        if (looks === reports.length && stopped === 'during') stop.abort();
        return report;
      },
      intervalMs: 1,
      signal: stop.signal,
      isTerminal: false,
      columns: 12,
      print: (text) => void written.push(text),
      say: (line) => void written.push(line),
      now: () => new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
      ...changes,
    },
    ({ durationMs }) => {
      if (looks === reports.length && stopped === 'behind') stop.abort();
      return {
        drawn: Array.from({ length: durationMs }, () => `${durationMs} rows of it`),
        changes: durationMs === 2 ? [] : [`now ${durationMs}`],
        summary: `sum ${durationMs}`,
      };
    },
  );
  return { worst, written };
}

it.each<[string, number[], 'during' | 'behind', number]>([
  ['one look', [0], 'behind', 0],
  ['a look that was cut short, and no other', [3], 'during', 0],
  ['a worse one that was cut short', [0, 1], 'during', 0],
  ['clear, then unknown', [0, 3], 'behind', 1],
  ['unknown, then found', [3, 1], 'behind', 1],
  ['found, then refused', [1, 4], 'behind', 1],
  ['refused, then found', [4, 1], 'behind', 0],
  ['found, then a mistake', [1, 2], 'behind', 1],
  ['a mistake, then something left behind', [2, 5], 'behind', 1],
  ['something left behind, then clear', [5, 0], 'behind', 0],
  ['found twice, of which the last is told', [1, 0, 1, 0], 'behind', 2],
])('ends with the worst of %s', async (_, exitCodes, stopped, place) => {
  const reports = exitCodes.map((exitCode, index) => ended(exitCode, index + 1));
  expect((await follow(reports, {}, stopped)).worst).toBe(reports[place]);
});

it('off a terminal each change is a line with its time, and nothing is drawn', async () => {
  const { written } = await follow([ended(0, 1), ended(0, 2), ended(0, 3)], {}, 'behind');
  expect(written).toEqual(['2026-01-02T03:04:05.000Z now 1', '2026-01-02T03:04:05.000Z now 3']);
});

it('on a terminal each look is drawn over the one before, no wider than it is', async () => {
  const { written } = await follow([ended(0, 1), ended(0, 2)], { isTerminal: true, columns: 11 }, 'behind');
  expect(written).toEqual([
    '1 rows of i\n03:04:05 UT\n',
    '\u001b[2A\u001b[J2 rows of i\n2 rows of i\n03:04:05 UT\n',
  ]);
  const [wide] = (await follow([ended(0, 1)], { isTerminal: true, columns: 80 }, 'behind')).written;
  expect(wide).toBe('1 rows of it\n03:04:05 UTC  sum 1  (Ctrl-C ends)\n');
});

it('a sign that takes two units is one column', async () => {
  const { written } = await follow([ended(0, 0)], { isTerminal: true, columns: 80 }, 'behind');
  expect(written).toEqual(['03:04:05 UTC  sum 0  (Ctrl-C ends)\n']);
  expect(clock(new Date(0))).toBe('00:00:00 UTC');
});

it.each([
  [['table'], true, true],
  [['table', 'json=FILE'], true, true],
  [['json'], true, false],
  [['json', 'junit=FILE'], true, false],
  [['table'], false, false],
])('--format %j, on a terminal: %s, is drawn: %s', (format, isTerminal, isDrawn) => {
  const out: TerminalStyle = { isTerminal, columns: 77, colour: false, ascii: false, links: false };
  const print = (): void => undefined;
  const say = (): void => undefined;
  const look = async (): Promise<Report> => exampleReport();
  const { signal } = new AbortController();
  const app: Pick<App, 'terminal' | 'print' | 'say'> = { terminal: { out, err: out }, print, say };
  const watching = watchingOf({ interval: 5_000, format: parseFormats(format) }, app, { look, signal });
  expect(watching).toEqual({
    look,
    signal,
    print,
    say,
    intervalMs: 5_000,
    isTerminal: isDrawn,
    columns: 77,
    now: expect.any(Function),
  });
  expect(Math.abs(watching.now().getTime() - Date.now())).toBeLessThan(60_000);
});
