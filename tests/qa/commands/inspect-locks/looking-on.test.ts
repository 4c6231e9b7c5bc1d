import { expect, it } from 'vitest';
import {
  exampleIdle,
  exampleLocks,
  exampleMigration,
  exampleWaiter,
} from '../../../../src/checks/locks/examples/locks.ts';
import type { Session } from '../../../../src/checks/locks/look/look.ts';
import type { Verdict } from '../../../../src/checks/finding.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { lookingOn } from '../../../../src/qa/commands/inspect-locks/watch-locks.ts';
import { exampleReport } from '../../../support/example-report.ts';

const verdict = (check: string, status: Verdict['status'], reason: string | null = null): Verdict => ({
  check,
  status,
  reason,
  findings: [],
});
const looked = (sessions: readonly Session[], ...verdicts: Verdict[]): Report =>
  exampleReport({ evidence: exampleLocks(sessions), verdicts });
const behind = (blockedBy: readonly number[]): Session => ({
  ...exampleMigration,
  blockedBy: [...blockedBy],
});
const waits =
  'pid 4712 (alembic, role web, from 10.0.0.7) waits for ACCESS EXCLUSIVE on public.user_profiles';
const reader = exampleWaiter('AccessShareLock', 4713, [4712]);

it.each<[string, Report, string[]]>([
  ['nobody waits', looked([exampleIdle], verdict('blocked-ddl', 'clear')), ['nothing found']],
  [
    'somebody waits',
    looked([exampleIdle, exampleMigration], verdict('blocked-ddl', 'found'), verdict('lock-queue', 'clear')),
    [`${waits}, behind pid 4711`, 'blocked-ddl'],
  ],
  [
    'nobody is known to be in the way',
    looked([behind([])], verdict('blocked-ddl', 'found'), verdict('lock-queue', 'found')),
    [waits, 'blocked-ddl, lock-queue'],
  ],
  [
    'five are in the way, and a prepared transaction among them',
    looked([behind([5, 0, 3, 3, 2, 1])], verdict('blocked-ddl', 'found')),
    [`${waits}, behind pid 5, a prepared transaction, pid 3, pid 2, pid 1`, 'blocked-ddl'],
  ],
  [
    'six are in the way',
    looked([behind([6, 5, 4, 3, 2, 1])], verdict('blocked-ddl', 'found')),
    [`${waits}, behind pid 6, pid 5, pid 4, pid 3, pid 2, …`, 'blocked-ddl'],
  ],
  [
    'nothing could be looked at',
    exampleReport({
      verdicts: [
        verdict('blocked-ddl', 'clear', 'of no interest'),
        verdict('lock-queue', 'unknown', 'no network'),
      ],
    }),
    ['no network'],
  ],
])('%s: what is new at the first look', (_, report, changes) => {
  const see = lookingOn();
  const seen = see(report);
  expect(seen.changes).toEqual(changes);
  expect(seen.summary).toBe(changes.at(-1));
  // What lasts is not told again.
  expect(see(report).changes).toEqual([]);
});

it('who begins to wait, for whom else, and who waits no more is told as it comes', () => {
  const see = lookingOn();
  const found = verdict('blocked-ddl', 'found');
  see(looked([exampleIdle, exampleMigration], found));
  expect(see(looked([exampleIdle, exampleMigration, reader], found)).changes).toEqual([
    'pid 4713 (api, role web, from 10.0.0.7) waits for ACCESS SHARE on public.user_profiles, behind pid 4712',
  ]);
  expect(see(looked([exampleIdle, behind([4700]), reader], found)).changes).toEqual([
    `${waits}, behind pid 4700`,
  ]);
  expect(see(looked([exampleIdle, reader], verdict('blocked-ddl', 'clear'))).changes).toEqual([
    'pid 4712 waits no more',
    'nothing found',
  ]);
});

it.each([
  ['40 lines', [null, 'a', 'b', 'c', 'd'], 40, /^└─ pid 6004/],
  ['41 lines', ['a', 'b', 'c', 'd', 'e'], 41, /^… and 1 lines more$/],
  ['43 lines', ['a', 'b', 'c', 'd', 'e', 'f'], 41, /^… and 3 lines more$/],
])('of a tree of %s as much is drawn as can be drawn again, each in one row', (_, queries, lines, last) => {
  const readers = Array.from({ length: 12 }, (__, place) =>
    exampleWaiter('AccessShareLock', 5000 + place, [4711], { query: `select ${place}\n\tfrom it` }),
  );
  const others = queries.map((query, place) =>
    exampleWaiter('AccessShareLock', 6000 + place, [4700], { query }),
  );
  const sessions = [exampleIdle, ...readers, { ...exampleIdle, pid: 4700 }, ...others];
  const { drawn } = lookingOn()(looked(sessions, verdict('lock-queue', 'found')));
  expect(drawn.filter((line) => /[\n\t]/.test(line))).toEqual([]);
  expect(drawn).toHaveLength(lines);
  expect(drawn.findLast((line) => !line.startsWith(' '))).toMatch(last);
});
