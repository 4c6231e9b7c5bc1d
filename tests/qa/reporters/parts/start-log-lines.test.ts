import { expect, it } from 'vitest';
import { startLogLines } from '../../../../src/qa/reporters/parts/start-log-lines.ts';

const event = (line: number, kind: 'begun' | 'arrived' | 'failed', name: string) => ({
  line,
  kind,
  name,
  text: 'as it stands there',
  before: null,
});
const told = (changes: Record<string, unknown>) =>
  startLogLines({
    evidence: {
      startLog: { source: 'file', name: 'deploy.log', lines: 12, isCut: false, events: [], ...changes },
    },
  });

it.each<[Record<string, unknown>, string]>([
  [{}, 'Read 12 lines of the log deploy.log: how the last start went is not told.'],
  [{ lines: 1 }, 'Read 1 line of the log deploy.log: how the last start went is not told.'],
  [
    { isCut: true, events: [event(3, 'arrived', 'uvicorn')] },
    'Read the last 12 lines of the log deploy.log: the last start came up on line 3.',
  ],
  [
    { events: [event(3, 'arrived', 'uvicorn'), event(7, 'failed', 'split-heads')] },
    'Read 12 lines of the log deploy.log: the last start failed.',
  ],
  [
    { events: [1, 4, 7, 10].map((line) => event(line, 'begun', 'uvicorn')) },
    'Read 12 lines of the log deploy.log: the last start failed.',
  ],
])('of a log with %j is told how the last start went', (changes, line) => {
  expect(told(changes)).toEqual([line]);
});

it('where none was read, nothing is told', () => {
  expect(startLogLines({ evidence: {} })).toEqual([]);
});
